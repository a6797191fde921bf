package io.barnabas.server.metrics.prometheus;

/**
 * The CRC-32 of two texts one behind the other, from those of each. Checksums are polynomials over
 * GF(2), the highest power in the lowest bit; text that follows multiplies by x to the power of its
 * bits.
 */
final class Crc32 {
  private static final int POLYNOMIAL = 0xEDB88320;
  private static final int ONE = 1 << 31;
  private static final int X_TO_THE_EIGHTH = ONE >>> 8;

  private Crc32() {}

  /**
   * That of both.
   *
   * @param length of the second, in bytes
   */
  static int ofBoth(int first, int second, int length) {
    int power = ONE;
    int square = X_TO_THE_EIGHTH;
    for (int left = length; left != 0; left >>>= 1) {
      if ((left & 1) != 0) {
        power = product(power, square);
      }
      square = product(square, square);
    }
    return product(power, first) ^ second;
  }

  private static int product(int one, int other) {
    int product = 0;
    int shifted = other;
    for (int bit = ONE; bit != 0; bit >>>= 1) {
      if ((one & bit) != 0) {
        product ^= shifted;
      }
      shifted = (shifted & 1) != 0 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1;
    }
    return product;
  }
}
