package io.barnabas.codec.batch;

/** Who set the timestamps of a batch's records (KIP-32). */
public enum TimestampType {
  /** The producer, per record. */
  CREATE_TIME,
  /** The broker, one for the whole batch: its {@code maxTimestamp}. */
  LOG_APPEND_TIME
}
