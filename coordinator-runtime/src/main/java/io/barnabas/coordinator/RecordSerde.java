package io.barnabas.coordinator;

import org.jspecify.annotations.Nullable;

/** Records of a coordinator as bytes of the log. Must be safe to use by several threads. */
public interface RecordSerde<R> {

  LogRecord encode(R entry, long timestamp);

  /**
   * Reads a record back.
   *
   * @return null for a record of a kind that is not known here; it is passed over
   * @throws CoordinatorLogException if the record is of a known kind but cannot be understood
   */
  @Nullable R decode(LogRecord entry);

  /**
   * What a record that {@link #decode} passes over is part of, in the plural and for a warning;
   * null if nobody misses it.
   */
  default @Nullable String notServed(LogRecord entry) {
    return null;
  }

  /** An upper bound of what the record takes in a batch. */
  default int sizeInBytes(R entry) {
    return LogRecords.sizeInBytes(encode(entry, 0));
  }
}
