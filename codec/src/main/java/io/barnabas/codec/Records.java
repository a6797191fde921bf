package io.barnabas.codec;

/**
 * What a {@code records} field carries: a run of record batches that travels as bytes and is never
 * copied into a message. Reference counted; whoever holds a reference gives it back with {@link
 * #release} exactly once.
 */
public interface Records {

  /** Length in bytes on the wire, without the length prefix; the same however often asked. */
  int sizeInBytes();

  /** Takes one more reference. */
  Records retain();

  /**
   * Gives one reference back.
   *
   * @return whether that was the last one
   */
  boolean release();
}
