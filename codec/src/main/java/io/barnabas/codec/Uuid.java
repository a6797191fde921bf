package io.barnabas.codec;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * A 128-bit identity, such as a topic id. Its text form is Kafka's: the 16 bytes as 22 characters
 * of URL-safe base64 without padding.
 *
 * @param msb the first eight bytes, big-endian
 * @param lsb the last eight bytes, big-endian
 */
public record Uuid(long msb, long lsb) implements Comparable<Uuid> {
  /** Stands for "none". */
  public static final Uuid ZERO = new Uuid(0, 0);

  /** Encoded length in bytes. */
  public static final int BYTES = 16;

  private static final int TEXT_LENGTH = 22;

  /**
   * A random version 4 id whose text does not start with a dash, which command-line tools would
   * take for an option. Never one of the ids that Kafka reserves, all of which lack the version
   * bits.
   */
  public static Uuid random(RandomGenerator random) {
    while (true) {
      Uuid candidate =
          new Uuid(
              random.nextLong() & ~0xF000L | 0x4000L,
              random.nextLong() & ~(3L << 62) | Long.MIN_VALUE);
      if (candidate.toString().charAt(0) != '-') {
        return candidate;
      }
    }
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is not 22 characters of URL-safe base64
   */
  public static Uuid parse(String text) {
    if (text.length() != TEXT_LENGTH) {
      throw new IllegalArgumentException("not a 22-character base64 uuid: length " + text.length());
    }
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    return new Uuid(bytes.getLong(), bytes.getLong());
  }

  @Override
  public int compareTo(Uuid other) {
    int first = Long.compare(msb, other.msb);
    return first != 0 ? first : Long.compare(lsb, other.lsb);
  }

  @Override
  public String toString() {
    byte[] bytes = ByteBuffer.allocate(16).putLong(msb).putLong(lsb).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
