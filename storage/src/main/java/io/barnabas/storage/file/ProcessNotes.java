package io.barnabas.storage.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux notes of this process in a file of a name and a number a line. Any thread. */
public final class ProcessNotes {
  private static final int UNKNOWN = -1;
  private static final String OPEN_FILES = "Max open files";

  private final Path file;

  private ProcessNotes(Path file) {
    this.file = file;
  }

  /** What it has read from and written to disks: {@code read_bytes}, {@code write_bytes}. */
  public static ProcessNotes io() {
    return new ProcessNotes(Path.of("/proc/self/io"));
  }

  /** What it uses: {@code VmRSS}, in KiB. */
  public static ProcessNotes status() {
    return new ProcessNotes(Path.of("/proc/self/status"));
  }

  /** The number behind a name; -1 where there is none, as on other systems. */
  public long number(String name) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(name + ":")) {
          return Long.parseLong(line.substring(name.length() + 1).strip().split(" ")[0]);
        }
      }
    } catch (IOException | NumberFormatException e) {
      return UNKNOWN;
    }
    return UNKNOWN;
  }

  /**
   * How many files and connections the process may have open ({@code ulimit -n}); -1 where the
   * system does not say.
   */
  public static long openFilesMax() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
        if (line.startsWith(OPEN_FILES)) {
          String soft = line.substring(OPEN_FILES.length()).strip().split(" ")[0];
          return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
        }
      }
    } catch (IOException | NumberFormatException e) {
      return UNKNOWN;
    }
    return UNKNOWN;
  }
}
