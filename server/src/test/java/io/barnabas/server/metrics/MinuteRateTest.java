package io.barnabas.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MinuteRateTest {
  private long nanos;
  private final MinuteRate rate = new MinuteRate(() -> nanos);

  private void happens(int times) {
    for (int i = 0; i < times; i++) {
      rate.note();
    }
  }

  private double after(long seconds) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
    return rate.perMinute();
  }

  @Test
  void shouldTellWhatHappenedSinceTheLooksBefore() {
    happens(10);
    assertEquals(20, after(1), "as of half a minute, at least");
    assertEquals(20, after(29));
    happens(40);
    assertEquals(80, after(30), "no longer what came before the last look");
    assertEquals(0, after(3600));
    assertEquals(50, rate.count());
  }
}
