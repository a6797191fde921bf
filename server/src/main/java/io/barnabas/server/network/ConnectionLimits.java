package io.barnabas.server.network;

import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.NetworkConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Counts connections: in all, above which nobody is accepted until one has gone, and by address,
 * above which a new one is closed at once. Any thread.
 */
final class ConnectionLimits {
  private volatile int max;
  private volatile int maxPerIp;
  private volatile Map<InetAddress, Integer> overrides;
  private final AtomicInteger total = new AtomicInteger();
  private final ConcurrentHashMap<InetAddress, Integer> perIp = new ConcurrentHashMap<>();
  private final Consumer<Boolean> acceptMore;

  /**
   * Limits by configuration.
   *
   * @param acceptMore told whether new connections may be accepted, whenever that changes
   */
  ConnectionLimits(NetworkConfig config, Consumer<Boolean> acceptMore) {
    this.max = config.maxConnections();
    this.maxPerIp = config.maxConnectionsPerIp();
    this.overrides = addresses(config.maxConnectionsPerIpOverrides());
    this.acceptMore = acceptMore;
  }

  /** Obeys another limit from now on; connections there are stay. */
  void limit(int connections) {
    max = connections;
    tell();
  }

  /** Obeys another limit from now on; connections there are stay. */
  void limitPerIp(int connections) {
    maxPerIp = connections;
  }

  /**
   * Obeys other exceptions from now on; looks names up.
   *
   * @throws ConfigException if one has no address
   */
  void limitPerIp(Map<String, Integer> hosts) {
    overrides = addresses(hosts);
  }

  /** Names are looked up once and here: a look-up for each connection would hold its event loop. */
  private static Map<InetAddress, Integer> addresses(Map<String, Integer> overrides) {
    Map<InetAddress, Integer> addresses = new HashMap<>();
    overrides.forEach(
        (host, limit) -> {
          try {
            addresses.put(InetAddress.getByName(host), limit);
          } catch (UnknownHostException e) {
            throw new ConfigException(
                "max.connections.per.ip.overrides", host, "addresses, or hosts that have one");
          }
        });
    return addresses;
  }

  /**
   * Counts a connection; false if it is one too many from its address. {@link #closed} is called
   * either way.
   */
  boolean opened(InetAddress address) {
    if (total.incrementAndGet() >= max) {
      tell();
    }
    return perIp.merge(address, 1, Integer::sum) <= limitOf(address);
  }

  void closed(InetAddress address) {
    perIp.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    if (total.getAndDecrement() >= max) {
      tell();
    }
  }

  /** One at a time: told in another order than counted, nobody might be accepted ever again. */
  private synchronized void tell() {
    acceptMore.accept(total.get() < max);
  }

  private int limitOf(InetAddress address) {
    return overrides.getOrDefault(address, maxPerIp);
  }

  int total() {
    return total.get();
  }
}
