package io.barnabas.server.metrics.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

final class Crc32Test {
  private static int crc(byte[] bytes, int from, int count) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, count);
    return (int) crc.getValue();
  }

  @Test
  void shouldBeThatOfBothTexts() {
    byte[] text = new byte[100_000];
    new Random(7).nextBytes(text);
    for (int first : new int[] {0, 1, 2, 3, 255, 256, 4_095, 65_536, 99_999, 100_000}) {
      int second = text.length - first;
      assertEquals(
          crc(text, 0, text.length),
          Crc32.ofBoth(crc(text, 0, first), crc(text, first, second), second),
          first + " bytes first");
    }
  }
}
