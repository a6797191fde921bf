package io.barnabas.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine's memory now, by {@code /proc/meminfo}; in bytes. */
final class MemoryInfo {
  private static final Path FILE = Path.of("/proc/meminfo");

  private MemoryInfo() {}

  /** In nobody's use, not even the page cache's. */
  static long free() throws IOException {
    return bytes("MemFree:");
  }

  /** What programs could have without swapping, clean pages of files included. */
  static long available() throws IOException {
    return bytes("MemAvailable:");
  }

  private static long bytes(String key) throws IOException {
    for (String line : Files.readAllLines(FILE)) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("no " + key + " in " + FILE);
  }
}
