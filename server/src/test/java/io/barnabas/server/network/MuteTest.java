package io.barnabas.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MuteTest {
  private static final int DAY_MS = 86_400_000;

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final AtomicLong nanos = new AtomicLong();
  private final Mute mute = new Mute(timer, () -> {}, nanos::get);

  @BeforeEach
  void removeWhatIsCancelled() {
    // As an event loop does.
    timer.setRemoveOnCancelPolicy(true);
  }

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  private void obey(int forMs) {
    mute.obey(new Reply.Silence(forMs));
  }

  @Test
  void shouldLastAsLongAsTheLongestSaid() {
    obey(2 * DAY_MS);
    obey(DAY_MS);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(2L * DAY_MS - 1));
    assertTrue(mute.isOn());

    obey(DAY_MS);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(DAY_MS - 1L));
    assertTrue(mute.isOn());
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
    assertFalse(mute.isOn());
  }

  @Test
  void shouldBeWokenOnceHoweverManyAnswersSayIt() {
    obey(DAY_MS);
    obey(DAY_MS);
    obey(2 * DAY_MS);

    assertEquals(1, timer.getQueue().size());
  }

  @Test
  void shouldLeaveNothingBehindOfAClientThatIsGone() {
    obey(DAY_MS);
    mute.end();
    obey(DAY_MS);

    assertEquals(0, timer.getQueue().size());
  }
}
