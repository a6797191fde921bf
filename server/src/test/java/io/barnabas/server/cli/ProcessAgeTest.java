package io.barnabas.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class ProcessAgeTest {
  @Test
  void shouldCountFromTheStartOfTheProcess() {
    String stat =
        "1234 (java) odd) S 1 1234 1234 0 -1 4194560 100 0 0 0 5 3 0 0 20 0 12 0 9950040 5 6 7";
    assertEquals(470, ProcessAge.counted(stat, "99500.87 180000.00\n"));
  }

  @Test
  void shouldBeOlderThanTheJvm() {
    long jvmMs = ManagementFactory.getRuntimeMXBean().getUptime();
    // The kernel's clock moves a hundredth of a second at a time.
    assertTrue(ProcessAge.millis(InstantSource.system()) >= jvmMs - 20);
  }
}
