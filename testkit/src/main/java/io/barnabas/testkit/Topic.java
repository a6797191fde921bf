package io.barnabas.testkit;

import java.util.Map;
import java.util.TreeMap;

/**
 * A topic to be there when a test begins.
 *
 * @param partitions 1 or more, or -1 for what the broker makes of it ({@code num.partitions})
 * @param configs what is to be different from the broker's defaults
 */
public record Topic(String name, int partitions, Map<String, String> configs) {

  public Topic {
    configs = Map.copyOf(configs);
  }

  /** A topic with as many partitions as the broker gives it. */
  public static Topic of(String name) {
    return new Topic(name, -1, Map.of());
  }

  /** A topic with so many partitions. */
  public static Topic of(String name, int partitions) {
    return new Topic(name, partitions, Map.of());
  }

  /** Reads {@code name} or {@code name:partitions}. */
  public static Topic parse(String text) {
    int colon = text.indexOf(':');
    try {
      return colon < 0
          ? of(text)
          : of(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not name:partitions: " + text, e);
    }
  }

  /** The same with a config. */
  public Topic with(String config, String value) {
    Map<String, String> more = new TreeMap<>(configs);
    more.put(config, value);
    return new Topic(name, partitions, more);
  }
}
