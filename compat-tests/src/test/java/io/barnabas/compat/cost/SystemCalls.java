package io.barnabas.compat.cost;

import io.barnabas.compat.harness.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The system calls of a process over a time, by name; counted by {@code strace}. */
final class SystemCalls implements AutoCloseable {
  private final Path summary;
  private final Path messages;
  private final Process strace;

  private SystemCalls(Path summary, Path messages, Process strace) {
    this.summary = summary;
    this.messages = messages;
    this.strace = strace;
  }

  /** Whether there is an {@code strace} that may look at another process. */
  static boolean canBeCounted() throws IOException, InterruptedException {
    try {
      Process probe =
          new ProcessBuilder("strace", "-c", "-f", "-o", "/dev/null", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  static SystemCalls of(long pid) throws Exception {
    Path summary = Files.createTempFile("barnabas-compat-", ".strace");
    Path messages = Files.createTempFile("barnabas-compat-", ".strace");
    Process strace =
        new ProcessBuilder("strace", "-c", "-f", "-o", summary.toString(), "-p", Long.toString(pid))
            .redirectErrorStream(true)
            .redirectOutput(messages.toFile())
            .start();
    Await.until(
        "strace holds the broker",
        () -> !strace.isAlive() || Files.readString(messages).contains("attached"));
    return new SystemCalls(summary, messages, strace);
  }

  /** Ends the count. */
  Map<String, Long> counts() throws IOException, InterruptedException {
    // As from the keyboard: it lets go of the process and writes what it has counted.
    new ProcessBuilder("kill", "-INT", Long.toString(strace.pid())).start().waitFor();
    strace.waitFor(60, TimeUnit.SECONDS);
    Map<String, Long> counts = new TreeMap<>();
    for (String line : Files.readAllLines(summary)) {
      String[] columns = line.trim().split(" +");
      if (columns.length >= 5 && columns[3].matches("\\d+")) {
        counts.put(columns[columns.length - 1], Long.parseLong(columns[3]));
      }
    }
    counts.remove("total");
    return counts;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    strace.destroy();
    strace.waitFor(60, TimeUnit.SECONDS);
    Files.deleteIfExists(summary);
    Files.deleteIfExists(messages);
  }
}
