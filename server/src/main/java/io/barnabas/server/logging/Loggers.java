package io.barnabas.server.logging;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/**
 * Every logger of the process and the levels they have: each its own, or that of the nearest name
 * above it, up to the root. Any thread.
 */
public final class Loggers implements ILoggerFactory {
  /** The name of what is above all loggers. */
  public static final String ROOT = "root";

  private static final String JSON = "json";
  private static final String PROPERTY = "barnabas.log.";

  private final Map<String, LevelledLogger> loggers = new ConcurrentHashMap<>();
  private final Map<String, LogLevel> levels = new ConcurrentHashMap<>();
  private final LogLines lines;

  Loggers(PrintStream out, InstantSource clock) {
    this.lines = new LogLines(out, clock);
    levels.put(ROOT, LogLevel.INFO);
    levels.put("io.netty", LogLevel.WARN);
  }

  /** No loggers, where the process logs by other means than ours. */
  public static Loggers none() {
    Loggers none = new Loggers(System.out, InstantSource.system());
    none.levels.clear();
    return none;
  }

  /** Takes levels from properties such as {@code barnabas.log.io.barnabas=debug}. */
  Loggers with(Properties properties) {
    for (String property : properties.stringPropertyNames()) {
      LogLevel level = LogLevel.ofName(properties.getProperty(property));
      if (property.startsWith(PROPERTY) && level != null) {
        levels.put(property.substring(PROPERTY.length()), level);
      }
    }
    lines.inJson(JSON.equalsIgnoreCase(properties.getProperty(PROPERTY + "format")));
    return this;
  }

  /** Writes {@code json} or {@code text} from now on. */
  public void format(String format) {
    lines.inJson(JSON.equalsIgnoreCase(format));
  }

  @Override
  public Logger getLogger(String name) {
    LevelledLogger known = loggers.get(name);
    return known != null
        ? known
        : loggers.computeIfAbsent(name, each -> new LevelledLogger(each, level(each), lines));
  }

  /** The level of every logger there is, and of the names above them that have their own. */
  public SortedMap<String, LogLevel> levels() {
    SortedMap<String, LogLevel> all = new TreeMap<>(levels);
    loggers.values().forEach(logger -> all.put(logger.getName(), logger.level()));
    return all;
  }

  /** Whether there is a logger of this name, or one below it. */
  public boolean knows(String name) {
    return levels.containsKey(name)
        || loggers.keySet().stream()
            .anyMatch(each -> each.equals(name) || each.startsWith(name + "."));
  }

  /**
   * Changes a level.
   *
   * @param level null: that of the nearest name above again; not for the root
   */
  public synchronized void change(String name, @Nullable LogLevel level) {
    if (level != null) {
      levels.put(name, level);
    } else if (!name.equals(ROOT)) {
      levels.remove(name);
    }
    loggers.values().forEach(logger -> logger.become(level(logger.getName())));
  }

  private LogLevel level(String name) {
    for (String above = name; !above.isEmpty(); above = parent(above)) {
      LogLevel level = levels.get(above);
      if (level != null) {
        return level;
      }
    }
    return levels.getOrDefault(ROOT, LogLevel.INFO);
  }

  private static String parent(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(0, dot);
  }
}
