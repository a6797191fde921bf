package io.barnabas.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How long this process has been there, from before it became a JVM. On Linux the JDK tells when a
 * process began by a time of the boot that is known in whole seconds: what the kernel counts from
 * the boot on, for the process and by now, is exact to a hundredth of one.
 */
final class ProcessAge {
  private static final Path STAT = Path.of("/proc/self/stat");
  private static final Path UPTIME = Path.of("/proc/uptime");

  /** The unit of times of processes: a hundredth of a second for all programs on Linux. */
  private static final int TICK_MS = 10;

  /** Behind the name, which may hold anything, the third word is the first. */
  private static final int STARTED = 22 - 3;

  private ProcessAge() {}

  /** In milliseconds. Reads two small files. */
  static long millis(InstantSource clock) {
    long counted = counted();
    if (counted >= 0) {
      return counted;
    }
    Instant now = clock.instant();
    Instant begun = ProcessHandle.current().info().startInstant().orElse(now);
    return now.toEpochMilli() - begun.toEpochMilli();
  }

  /** Negative where nobody counts, or a container's uptime is told in place of the machine's. */
  private static long counted() {
    try {
      return counted(Files.readString(STAT), Files.readString(UPTIME));
    } catch (IOException | RuntimeException e) {
      return -1;
    }
  }

  static long counted(String stat, String uptime) {
    String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    double uptimeSeconds = Double.parseDouble(uptime.split(" ")[0]);
    return Math.round(uptimeSeconds * 1000) - Long.parseLong(words[STARTED]) * TICK_MS;
  }
}
