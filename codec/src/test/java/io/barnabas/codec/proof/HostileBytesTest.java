package io.barnabas.codec.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.barnabas.codec.MalformedMessageException;
import io.barnabas.codec.Message;
import io.barnabas.codec.MessageReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Bytes that are no message end in one exception, keep no reference to the frame and cost little.
 */
final class HostileBytesTest {

  private static final byte[] HUGE_COUNT = {0x7f, -1, -1, -1};
  private static final byte[] HUGE_VARINT = {-1, -1, -1, -1, 0x07};
  private static final byte[] NEGATIVE_VARINT = {-1, -1, -1, -1, 0x0f};

  private static final int ROUNDS = Rounds.orDefault(1);

  /**
   * Work grows with the square of a message's size; small ones have everything that big ones have.
   */
  private static final int SAMPLE_BYTES = 250;

  private static final int SAMPLES = 8;

  @Test
  void shouldRefuseEveryMessageCutAtEveryByte() {
    for (MessageCase which : MessageCases.all()) {
      OurSide codec = new OurSide(which);
      for (int round = 0; round < ROUNDS; round++) {
        cutEverywhere(which, codec, sample(which, 100L * round + 1));
      }
    }
  }

  @Test
  void shouldReadOrRefuseMutatedBytes() {
    for (MessageCase which : MessageCases.all()) {
      OurSide codec = new OurSide(which);
      byte[] bytes = sample(which, 2);
      for (int round = 0; round < 20 * ROUNDS && bytes.length > 0; round++) {
        long seed = which.toString().hashCode() * 31L + round;
        readOrRefuse(
            () -> which + ", seed " + seed, codec, mutated(bytes, new SplittableRandom(seed)));
      }
    }
  }

  @Test
  void shouldReadOrRefuseRandomBytes() {
    for (MessageCase which : MessageCases.all()) {
      OurSide codec = new OurSide(which);
      for (int round = 0; round < 10 * ROUNDS; round++) {
        long seed = which.toString().hashCode() * 37L + round;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        readOrRefuse(() -> which + ", seed " + seed, codec, bytes);
      }
    }
  }

  @Test
  void shouldAllocateLittleForLyingCounts() {
    for (MessageCase which : MessageCases.all()) {
      OurSide codec = new OurSide(which);
      for (int round = 0; round < ROUNDS; round++) {
        lieEverywhere(which, codec, sample(which, 100L * round + 3));
      }
    }
  }

  private static void cutEverywhere(MessageCase which, OurSide codec, byte[] bytes) {
    ByteBuf frame = Unpooled.wrappedBuffer(bytes);
    for (int length = 0; length < bytes.length; length++) {
      MessageReader reader = new MessageReader(frame.slice(0, length));
      int cut = length;
      assertThrows(
          MalformedMessageException.class,
          () -> codec.read(reader),
          () -> which + " cut to " + cut + " of " + bytes.length);
      assertEquals(1, frame.refCnt(), () -> which + " keeps a part of its frame");
    }
    frame.release();
  }

  private static void lieEverywhere(MessageCase which, OurSide codec, byte[] bytes) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (byte[] lie : new byte[][] {HUGE_COUNT, HUGE_VARINT, NEGATIVE_VARINT}) {
      for (int at = 0; at + lie.length <= bytes.length; at++) {
        byte[] lying = bytes.clone();
        System.arraycopy(lie, 0, lying, at, lie.length);
        int place = at;
        long before = threads.getCurrentThreadAllocatedBytes();
        readOrRefuse(() -> which + ", lie at " + place, codec, lying);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(
            allocated < 256 * 1024 + 64L * bytes.length,
            () -> which + " allocated " + allocated + " bytes for " + bytes.length);
      }
    }
  }

  private static void readOrRefuse(Supplier<String> which, OurSide codec, byte[] bytes) {
    ByteBuf frame = Unpooled.wrappedBuffer(bytes);
    try {
      Message message = codec.read(new MessageReader(frame));
      message.release();
    } catch (MalformedMessageException e) {
      assertTrue(e.getMessage() != null, which);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(which.get(), e);
    }
    assertEquals(1, frame.refCnt(), which);
    frame.release();
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    byte[] mutated = bytes.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
    }
    return mutated;
  }

  /** The largest of a few messages that is not too large, or else the smallest. */
  private static byte[] sample(MessageCase which, long seed) {
    KafkaSide kafka = new KafkaSide(which);
    byte[] best = kafka.write(kafka.random(seed));
    for (int i = 1; i < SAMPLES && best.length != 0; i++) {
      byte[] next = kafka.write(kafka.random(seed + 10 * i));
      boolean better =
          best.length > SAMPLE_BYTES
              ? next.length < best.length
              : next.length > best.length && next.length <= SAMPLE_BYTES;
      best = better ? next : best;
    }
    return best;
  }
}
