package io.barnabas.coordinator;

/** Sizes of records in record batches v2. */
final class LogRecords {
  /** Header of a batch. */
  static final int BATCH_OVERHEAD_BYTES = 61;

  /**
   * Length, attributes, timestamp and offset deltas, key and value lengths, header count: all at
   * their longest.
   */
  static final int RECORD_OVERHEAD_BYTES = 5 + 1 + 10 + 5 + 5 + 5 + 1;

  private LogRecords() {}

  static int sizeInBytes(LogRecord entry) {
    byte[] value = entry.value();
    return LogRecord.sizeInBatch(entry.key().length, value == null ? 0 : value.length);
  }
}
