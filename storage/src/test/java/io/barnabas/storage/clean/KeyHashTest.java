package io.barnabas.storage.clean;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/** The published test vectors of SipHash-2-4 with 128 bits: key 00..0f, input 00, 01, 02, ... */
final class KeyHashTest {

  private static String hash(int length) {
    ByteBuf input = Unpooled.buffer();
    input.writeByte(99); // The region need not begin at the start of the buffer.
    for (int i = 0; i < length; i++) {
      input.writeByte(i);
    }
    KeyHash hash = new KeyHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    hash.of(input, 1, length);
    ByteBuf bytes = Unpooled.buffer().writeLongLE(hash.low()).writeLongLE(hash.high());
    return io.netty.buffer.ByteBufUtil.hexDump(bytes);
  }

  @Test
  void shouldHashAsPublished() {
    assertEquals("a3817f04ba25a8e66df67214c7550293", hash(0));
    assertEquals("da87c1d86b99af44347659119b22fc45", hash(1));
    assertEquals("8177228da4a45dc7fca38bdef60affe4", hash(2));
    assertEquals("5493e99933b0a8117e08ec0f97cfc3d9", hash(15));
  }
}
