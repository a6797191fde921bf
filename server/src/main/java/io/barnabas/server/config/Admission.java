package io.barnabas.server.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose connections are accepted, and how fast.
 *
 * @param inAll of all listeners
 * @param perIp connections at a time from one address
 * @param perIpOverrides the same for particular addresses or host names
 * @param listeners of one listener, by its name; all of them are here
 * @param favoured the listener that stays open when there are too many in all: that of the brokers,
 *     if there is another one; null for none
 */
public record Admission(
    Limits inAll,
    int perIp,
    Map<String, Integer> perIpOverrides,
    Map<String, Limits> listeners,
    @Nullable String favoured) {
  /** The setting of exceptions from the limit per address. */
  public static final String PER_IP_OVERRIDES = "max.connections.per.ip.overrides";

  /** The setting of connections at a time. */
  public static final String CONNECTIONS = "max.connections";

  /** The setting of new connections a second. */
  public static final String RATE = "max.connection.creation.rate";

  /**
   * How many at a time, and how many new ones a second.
   *
   * @param connections at a time
   * @param perSecond new ones
   */
  public record Limits(int connections, int perSecond) {}

  public Admission {
    perIpOverrides = Map.copyOf(perIpOverrides);
    listeners = Map.copyOf(listeners);
  }

  /** Reads the settings. */
  static Admission from(Settings settings, ListenerConfig config) {
    Map<String, Limits> listeners = new HashMap<>();
    for (Listener listener : config.bound()) {
      ListenerSettings own = settings.ofListener(listener.name());
      listeners.put(listener.name(), new Limits(own.intValue(CONNECTIONS), own.intValue(RATE)));
    }
    String overrides = settings.text(PER_IP_OVERRIDES);
    return new Admission(
        new Limits(settings.intValue(CONNECTIONS), settings.intValue(RATE)),
        settings.intValue("max.connections.per.ip"),
        perIp(overrides == null ? "" : overrides),
        listeners,
        listeners.size() > 1 ? config.interBrokerName() : null);
  }

  /** One limit for everybody. */
  public static Admission of(int connections, int perIp, List<String> listeners) {
    Limits limits = new Limits(connections, Integer.MAX_VALUE);
    Map<String, Limits> all = new HashMap<>();
    listeners.forEach(name -> all.put(name, limits));
    return new Admission(limits, perIp, Map.of(), all, null);
  }

  /** The limits of a listener. */
  public Limits of(String listener) {
    return listeners.getOrDefault(listener, inAll);
  }

  /**
   * Reads exceptions from the limit per address: {@code host:count,...}.
   *
   * @throws ConfigException if it is something else
   */
  public static Map<String, Integer> perIp(String text) {
    Map<String, Integer> overrides = new HashMap<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split(",")) {
      int colon = pair.lastIndexOf(':');
      String count = pair.substring(colon + 1).trim();
      if (colon < 1 || !count.matches("[0-9]{1,9}")) {
        throw new ConfigException(PER_IP_OVERRIDES, text, "a list of host:count");
      }
      overrides.put(pair.substring(0, colon).trim(), Integer.valueOf(count));
    }
    return overrides;
  }
}
