package io.barnabas.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ClientPaceTest {
  private static final int FRAME_BYTES = 1 << 20;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final FrameAssembler assembler =
      new FrameAssembler(UnpooledByteBufAllocator.DEFAULT, 2 * FRAME_BYTES);
  private final ClientPace pace = new ClientPace(channel, assembler);

  @AfterEach
  void close() {
    assembler.close();
    channel.close();
  }

  private void send(int bytes) {
    pace.received(bytes);
    assembler.offer(Unpooled.buffer(bytes).writeZero(bytes));
    assertFalse(assembler.ready());
  }

  private void begin() {
    assembler.offer(Unpooled.buffer().writeInt(FRAME_BYTES));
    send(10_000);
  }

  private int looksUntilSentAway(boolean scarce, int bytesBetween) {
    for (int looks = 1; looks < 30; looks++) {
      if (pace.complaint(scarce) != null) {
        return looks;
      }
      send(bytesBetween);
    }
    return 30;
  }

  @Test
  void shouldSendAwayWhoDripsARequest() {
    begin();
    assertEquals(13, looksUntilSentAway(false, 1));
  }

  @Test
  void shouldWaitForASlowRequestUnlessOthersWaitForMemory() {
    begin();
    assertEquals(30, looksUntilSentAway(false, 2000));
    assertEquals(1, looksUntilSentAway(true, 2000));
  }

  @Test
  void shouldNotBlameAClientForWhatIsNotRead() {
    begin();
    channel.config().setAutoRead(false);
    assertEquals(30, looksUntilSentAway(true, 0));
  }

  @Test
  void shouldSendAwayWhoDoesNotTakeAnswersThatOthersWaitFor() {
    channel.write(Unpooled.buffer().writeZero(10_000));
    assertNull(pace.complaint(true));
    assertNull(pace.complaint(false));
    assertNotNull(pace.complaint(true));
    channel.flush();
    assertNull(pace.complaint(true));
    assertTrue(channel.releaseOutbound());
  }
}
