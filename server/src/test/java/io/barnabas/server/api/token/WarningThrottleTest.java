package io.barnabas.server.api.token;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class WarningThrottleTest {
  @Test
  void shouldWarnOnceAMinute() {
    WarningThrottle throttle = new WarningThrottle();
    assertTrue(throttle.permits(5));
    assertFalse(throttle.permits(5));
    assertFalse(throttle.permits(60_004));
    assertTrue(throttle.permits(60_005));
    assertFalse(throttle.permits(60_006));
  }
}
