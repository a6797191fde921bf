package io.barnabas.codec.batch;

/** The bits of a batch's {@code attributes} field. Bits 7 to 15 are unused and kept as they are. */
public final class BatchAttributes {
  public static final int COMPRESSION_MASK = 0x07;
  public static final int LOG_APPEND_TIME = 0x08;
  public static final int TRANSACTIONAL = 0x10;
  public static final int CONTROL = 0x20;

  /**
   * {@code baseTimestamp} carries the time after which the cleaner may drop the batch's tombstones
   * (KIP-534).
   */
  public static final int DELETE_HORIZON = 0x40;

  private BatchAttributes() {}

  /** The id of the codec, 0 to 7; not each of which means a codec. */
  public static int compressionId(int attributes) {
    return attributes & COMPRESSION_MASK;
  }

  public static boolean isLogAppendTime(int attributes) {
    return (attributes & LOG_APPEND_TIME) != 0;
  }

  public static boolean isTransactional(int attributes) {
    return (attributes & TRANSACTIONAL) != 0;
  }

  public static boolean isControl(int attributes) {
    return (attributes & CONTROL) != 0;
  }

  public static boolean hasDeleteHorizon(int attributes) {
    return (attributes & DELETE_HORIZON) != 0;
  }
}
