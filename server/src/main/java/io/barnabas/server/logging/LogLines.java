package io.barnabas.server.logging;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Writes one line for each event, and the stack trace behind it. Any thread. */
final class LogLines {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS", Locale.ROOT);

  private final PrintStream out;
  private final InstantSource clock;
  private volatile boolean json;

  LogLines(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /** A message within may have lines of its own: indented, none can pass for a line of the log. */
  private static void appendTrace(String trace, StringBuilder line) {
    boolean first = true;
    for (String each : trace.split("\\R")) {
      boolean known = first || each.startsWith("\t") || each.startsWith("Caused by: ");
      line.append(known ? "" : "\t").append(LogText.line(each)).append(System.lineSeparator());
      first = false;
    }
  }

  /** Classes are told without their packages, other names whole. */
  private static int start(String logger) {
    int last = logger.lastIndexOf('.') + 1;
    return last < logger.length() && Character.isLowerCase(logger.charAt(last)) ? 0 : last;
  }

  /** Writes JSON from now on, or lines for people. */
  void inJson(boolean so) {
    json = so;
  }

  void write(Level level, String logger, String message, @Nullable Throwable failure) {
    Instant now = clock.instant();
    String text =
        json
            ? json(now, level, logger, message, failure)
            : line(now, level, logger, message, failure);
    // In one call, so that lines of different threads do not mix.
    out.print(text);
    out.flush();
  }

  private static String json(
      Instant now, Level level, String logger, String message, @Nullable Throwable failure) {
    return new JsonText()
            .put("timestamp", now.toString())
            .put("level", level.name())
            .put("logger", logger)
            .put("thread", Thread.currentThread().getName())
            .put("message", message)
            .put("exception", failure == null ? null : trace(failure))
        + System.lineSeparator();
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }

  private static String line(
      Instant now, Level level, String logger, String message, @Nullable Throwable failure) {
    StringBuilder line = new StringBuilder(128);
    TIME.formatTo(now.atZone(ZoneId.systemDefault()), line);
    line.append(' ')
        .append(level)
        .append(' ')
        .append(logger, start(logger), logger.length())
        .append(" - ")
        .append(LogText.line(message))
        .append(System.lineSeparator());
    if (failure != null) {
      appendTrace(trace(failure), line);
    }
    return line.toString();
  }
}
