package io.barnabas.server.config;

import java.util.HashMap;
import java.util.Map;

/**
 * How connections are served.
 *
 * @param threads event loops; by default Kafka's three, but not more than there are processors,
 *     since what is three times handed around on one processor is only slower
 * @param backlog connections the kernel may hold before they are accepted
 * @param sendBufferBytes size of the kernel's buffer, -1 to leave it to the kernel
 * @param receiveBufferBytes size of the kernel's buffer, -1 to leave it to the kernel
 * @param maxRequestBytes the largest request read
 * @param maxIdleMs how long a connection may be silent; negative for ever
 * @param maxConnections connections at a time
 * @param maxConnectionsPerIp connections at a time from one address
 * @param maxConnectionsPerIpOverrides the same for particular addresses or host names
 * @param inFlight what may be held in memory of requests not yet answered
 */
public record NetworkConfig(
    int threads,
    int backlog,
    int sendBufferBytes,
    int receiveBufferBytes,
    int maxRequestBytes,
    long maxIdleMs,
    int maxConnections,
    int maxConnectionsPerIp,
    Map<String, Integer> maxConnectionsPerIpOverrides,
    InFlight inFlight) {
  private static final String PER_IP_OVERRIDES = "max.connections.per.ip.overrides";

  /**
   * What may be held in memory of requests not yet answered; reading pauses above it.
   *
   * @param requestsPerConnection requests of one connection
   * @param bytesPerConnection bytes of the requests of one connection; one request may be larger
   * @param bytesInAll bytes of the requests of all connections; one request more is let in, so that
   *     there is always one that comes to an end
   */
  public record InFlight(int requestsPerConnection, int bytesPerConnection, long bytesInAll) {}

  public NetworkConfig {
    maxConnectionsPerIpOverrides = Map.copyOf(maxConnectionsPerIpOverrides);
  }

  /**
   * Reads the settings.
   *
   * @param processors how many there are
   * @param bytesInAll bytes in flight when the settings set no bound
   */
  public static NetworkConfig from(Settings settings, int processors, long bytesInAll) {
    int threads = settings.intValue("num.network.threads");
    return new NetworkConfig(
        settings.isGiven("num.network.threads")
            ? threads
            : Math.max(1, Math.min(threads, processors)),
        settings.intValue("socket.listen.backlog.size"),
        bufferBytes(settings, "socket.send.buffer.bytes"),
        bufferBytes(settings, "socket.receive.buffer.bytes"),
        settings.intValue("socket.request.max.bytes"),
        settings.longValue("connections.max.idle.ms"),
        settings.intValue("max.connections"),
        settings.intValue("max.connections.per.ip"),
        perIp(settings),
        inFlight(settings, bytesInAll));
  }

  private static int bufferBytes(Settings settings, String key) {
    int bytes = settings.intValue(key);
    if (bytes < 1 && bytes != -1) {
      throw settings.refuse(key, "at least 1, or -1");
    }
    return bytes;
  }

  private static InFlight inFlight(Settings settings, long bytesInAll) {
    long configured = settings.longValue("queued.max.request.bytes");
    int requestMax = settings.intValue("socket.request.max.bytes");
    if (configured > 0 && configured < requestMax) {
      throw settings.refuse(
          "queued.max.request.bytes",
          "-1, or at least socket.request.max.bytes, which is " + requestMax);
    }
    return new InFlight(32, 4 << 20, configured > 0 ? configured : bytesInAll);
  }

  private static Map<String, Integer> perIp(Settings settings) {
    String text = settings.text(PER_IP_OVERRIDES);
    return perIp(text == null ? "" : text);
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
