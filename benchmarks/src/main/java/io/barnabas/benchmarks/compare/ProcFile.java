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

  /** Processor seconds spent so far by all threads. */
  record Spent(double user, double kernel) {
    Spent since(Spent before) {
      return new Spent(user - before.user, kernel - before.kernel);
    }

    double seconds() {
      return user + kernel;
    }

    double kernelPercent() {
      return 100 * kernel / Math.max(1e-12, seconds());
    }
  }

  /** In user and in kernel mode apart. */
  Spent spent() {
    String stat = read("stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return new Spent(
        Long.parseLong(fields[USER_TIME]) / TICKS_PER_SECOND,
        Long.parseLong(fields[SYSTEM_TIME]) / TICKS_PER_SECOND);
  }

  /** Both together. */
  double cpuSeconds() {
    return spent().seconds();
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
