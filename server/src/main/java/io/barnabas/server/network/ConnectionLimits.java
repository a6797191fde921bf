package io.barnabas.server.network;

import io.barnabas.server.config.NetworkConfig;
import java.net.InetAddress;
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
  private final int max;
  private final int maxPerIp;
  private final Map<String, Integer> overrides;
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
    this.overrides = new HashMap<>(config.maxConnectionsPerIpOverrides());
    this.acceptMore = acceptMore;
  }

  /**
   * Counts a connection; false if it is one too many from its address. {@link #closed} is called
   * either way.
   */
  boolean opened(InetAddress address) {
    if (total.incrementAndGet() == max) {
      acceptMore.accept(false);
    }
    return perIp.merge(address, 1, Integer::sum) <= limitOf(address);
  }

  void closed(InetAddress address) {
    perIp.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    if (total.getAndDecrement() == max) {
      acceptMore.accept(true);
    }
  }

  private int limitOf(InetAddress address) {
    if (overrides.isEmpty()) {
      return maxPerIp;
    }
    Integer limit = overrides.get(address.getHostAddress());
    return limit != null ? limit : overrides.getOrDefault(address.getHostName(), maxPerIp);
  }

  int total() {
    return total.get();
  }
}
