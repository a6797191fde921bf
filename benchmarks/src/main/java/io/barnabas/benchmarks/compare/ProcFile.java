package io.barnabas.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says about a process under /proc. */
record ProcFile(long pid) {
  /** USER_HZ, which Linux has fixed at 100 for programs. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  /** Processor seconds spent so far, in user and in kernel mode, by all threads. */
  double cpuSeconds() {
    String stat = read("stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
        / TICKS_PER_SECOND;
  }

  /** Resident memory now, in MiB. */
  double residentMib() {
    return status("VmRSS");
  }

  /** The most resident memory there has been, in MiB. */
  double residentPeakMib() {
    return status("VmHWM");
  }

  /** Files and sockets open now. */
  double openFiles() {
    try (var open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Memory mappings now. */
  double mappings() {
    return read("maps").lines().count();
  }

  private double status(String key) {
    return read("status")
            .lines()
            .filter(line -> line.startsWith(key + ":"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        / 1024.0;
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
