package io.barnabas.metadata.record;

import io.barnabas.codec.Message;

/**
 * A metadata record and the version of its format it is written in.
 *
 * @param message one of the generated records of {@code io.barnabas.codec.metadata}
 */
public record MetadataRecord(Message message, short version) {}
