package io.barnabas.codec.batch;

/**
 * The records of a batch are not what its header promises. Mostly a client's mistake, so it carries
 * no stack trace; code that has already accepted the batch treats it as corruption.
 */
public final class InvalidRecordsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of lie it is. */
  public enum Reason {
    /** A length, count or varint that cannot be, or bytes missing or left over. */
    MALFORMED,
    /** The attributes name a codec that does not exist. */
    UNKNOWN_CODEC,
    /** The codec cannot make sense of the compressed bytes. */
    UNDECODABLE,
    /** A record is larger than the caller allows. */
    RECORD_TOO_LARGE
  }

  private final Reason reason;

  InvalidRecordsException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  static InvalidRecordsException malformed(String message) {
    return new InvalidRecordsException(Reason.MALFORMED, message);
  }

  public Reason reason() {
    return reason;
  }
}
