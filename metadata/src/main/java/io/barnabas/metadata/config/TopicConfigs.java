package io.barnabas.metadata.config;
/** skeleton */
public final class TopicConfigs {}
