package io.barnabas.codec.batch;

/**
 * Arithmetic of producer sequence numbers, which go from 0 to {@link Integer#MAX_VALUE} and then
 * begin at 0 again.
 */
public final class Sequences {
  private Sequences() {}

  /** The sequence {@code count} records after {@code sequence}; {@code count} is not negative. */
  public static int plus(int sequence, int count) {
    return (sequence + count) & Integer.MAX_VALUE;
  }

  /** The sequence {@code count} records before {@code sequence}; {@code count} is not negative. */
  public static int minus(int sequence, int count) {
    return (sequence - count) & Integer.MAX_VALUE;
  }
}
