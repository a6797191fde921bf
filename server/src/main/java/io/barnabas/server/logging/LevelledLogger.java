package io.barnabas.server.logging;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** One logger. */
final class LevelledLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  private final transient LogLines lines;
  private volatile LogLevel level;

  LevelledLogger(String name, LogLevel level, LogLines lines) {
    this.name = name;
    this.level = level;
    this.lines = lines;
  }

  LogLevel level() {
    return level;
  }

  void become(LogLevel changed) {
    level = changed;
  }

  @Override
  public boolean isTraceEnabled() {
    return level.lets(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return level.lets(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return level.lets(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return level.lets(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return level.lets(Level.ERROR);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level event,
      @Nullable Marker marker,
      @Nullable String pattern,
      @Nullable Object @Nullable [] arguments,
      @Nullable Throwable failure) {
    String message =
        arguments == null
            ? String.valueOf(pattern)
            : MessageFormatter.basicArrayFormat(pattern, arguments);
    lines.write(event, name, message, failure);
  }
}
