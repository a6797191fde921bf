package io.barnabas.codec.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.barnabas.codec.MalformedMessageException;
import io.barnabas.codec.Message;
import io.barnabas.codec.MessageReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Bytes that are no message end in one exception, keep no reference to the frame and cost little.
 */
final class HostileBytesTest {

  private static final byte[] HUGE_COUNT = {0x7f, -1, -1, -1};
  private static final byte[] HUGE_VARINT = {-1, -1, -1, -1, 0x07};
  private static final byte[] NEGATIVE_VARINT = {-1, -1, -1, -1, 0x0f};

  @Test
  void shouldRefuseEveryMessageCutAtEveryByte() {
    for (MessageCase which : MessageCases.all()) {
      OurSide codec = new OurSide(which);
      byte[] bytes = sample(which, 1);
      ByteBuf frame = PooledByteBufAllocator.DEFAULT.buffer(bytes.length).writeBytes(bytes);
      for (int length = 0; length < bytes.length; length++) {
        MessageReader reader = new MessageReader(frame.slice(0, length));
        assertThrows(
            MalformedMessageException.class,
            () -> codec.read(reader),
            which + " cut to " + length + " of " + bytes.length);
        assertEquals(1, frame.refCnt(), which + " keeps a part of its frame");
      }
      frame.release();
    }
  }

  @Test
  void shouldReadOrRefuseMutatedBytes() {
    for (MessageCase which : MessageCases.all()) {
      OurSide codec = new OurSide(which);
      byte[] bytes = sample(which, 2);
      for (int round = 0; round < 60 && bytes.length > 0; round++) {
        long seed = which.toString().hashCode() * 31L + round;
        readOrRefuse(which + ", seed " + seed, codec, mutated(bytes, new Random(seed)));
      }
    }
  }

  @Test
  void shouldReadOrRefuseRandomBytes() {
    for (MessageCase which : MessageCases.all()) {
      OurSide codec = new OurSide(which);
      for (int round = 0; round < 20; round++) {
        Random random = new Random(which.toString().hashCode() * 37L + round);
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        readOrRefuse(which + ", round " + round, codec, bytes);
      }
    }
  }

  @Test
  void shouldAllocateLittleForLyingCounts() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (MessageCase which : MessageCases.all()) {
      OurSide codec = new OurSide(which);
      byte[] bytes = sample(which, 3);
      for (byte[] lie : new byte[][] {HUGE_COUNT, HUGE_VARINT, NEGATIVE_VARINT}) {
        for (int at = 0; at + lie.length <= bytes.length; at++) {
          byte[] lying = bytes.clone();
          System.arraycopy(lie, 0, lying, at, lie.length);
          long before = threads.getCurrentThreadAllocatedBytes();
          readOrRefuse(which + ", lie at " + at, codec, lying);
          long allocated = threads.getCurrentThreadAllocatedBytes() - before;
          assertTrue(
              allocated < 256 * 1024 + 64L * bytes.length,
              () -> which + " allocated " + allocated + " bytes for " + bytes.length);
        }
      }
    }
  }

  private static void readOrRefuse(String which, OurSide codec, byte[] bytes) {
    ByteBuf frame = Unpooled.wrappedBuffer(bytes);
    try {
      Message message = codec.read(new MessageReader(frame));
      message.release();
    } catch (MalformedMessageException e) {
      assertTrue(e.getMessage() != null, which);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(which, e);
    }
    assertEquals(1, frame.refCnt(), which);
    frame.release();
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] mutated = bytes.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
    }
    return mutated;
  }

  private static byte[] sample(MessageCase which, long seed) {
    KafkaSide kafka = new KafkaSide(which);
    return kafka.write(kafka.random(seed));
  }
}
