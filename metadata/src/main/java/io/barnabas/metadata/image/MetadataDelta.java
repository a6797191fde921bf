package io.barnabas.metadata.image;
/** skeleton */
public final class MetadataDelta {}
