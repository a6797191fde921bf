package io.barnabas.server.logging;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** What a logger lets through: its own level and those after it. Names are those of Log4j. */
public enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR,
  /** Nothing we log is as bad: silence. */
  FATAL;

  /** The level of this name in any case, or null if there is none. */
  public static @Nullable LogLevel ofName(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (LogLevel level : values()) {
      if (level.name().equals(upper)) {
        return level;
      }
    }
    return null;
  }

  boolean lets(Level event) {
    return valueOf(event.name()).ordinal() >= ordinal();
  }
}
