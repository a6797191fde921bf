package io.barnabas.coordinator;

import org.jspecify.annotations.Nullable;

/**
 * One record of an internal partition as bytes. The arrays are handed over and must not be changed
 * afterwards. A final class because arrays have no value semantics.
 */
public final class LogRecord {
  private final byte[] key;
  private final byte @Nullable [] value;
  private final long timestamp;
  private final @Nullable ProducerStamp stamp;

  /**
   * @param value null for a tombstone
   * @param timestamp milliseconds since the epoch, written as the record's create time
   */
  public LogRecord(byte[] key, byte @Nullable [] value, long timestamp) {
    this(key, value, timestamp, null);
  }

  /**
   * @param stamp the transaction it belongs to or ends; null for none
   */
  public LogRecord(
      byte[] key, byte @Nullable [] value, long timestamp, @Nullable ProducerStamp stamp) {
    this.key = key;
    this.value = value;
    this.timestamp = timestamp;
    this.stamp = stamp;
  }

  /** An upper bound of what a record with a key and a value of these lengths takes in a batch. */
  public static int sizeInBatch(int keyBytes, int valueBytes) {
    return LogRecords.RECORD_OVERHEAD_BYTES + keyBytes + valueBytes;
  }

  public byte[] key() {
    return key;
  }

  public byte @Nullable [] value() {
    return value;
  }

  public long timestamp() {
    return timestamp;
  }

  /** The transaction it belongs to or ends; null for none. */
  public @Nullable ProducerStamp stamp() {
    return stamp;
  }
}
