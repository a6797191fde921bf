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

  void write(Level level, String logger, String message, @Nullable Throwable failure) {
    Instant now = clock.instant();
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
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      appendTrace(trace.toString(), line);
    }
    // In one call, so that lines of different threads do not mix.
    out.print(line);
    out.flush();
  }
}
