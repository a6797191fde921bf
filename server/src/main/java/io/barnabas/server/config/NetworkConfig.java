package io.barnabas.server.config;

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
 * @param admission whose connections are accepted
 * @param inFlight what may be held in memory of requests not yet answered
 */
public record NetworkConfig(
    int threads,
    int backlog,
    int sendBufferBytes,
    int receiveBufferBytes,
    int maxRequestBytes,
    long maxIdleMs,
    Admission admission,
    InFlight inFlight) {
  /**
   * What may be held in memory of requests not yet answered; reading pauses above it.
   *
   * @param requestsPerConnection requests of one connection
   * @param bytesPerConnection bytes of the requests of one connection; one request may be larger
   * @param bytesInAll bytes of the requests of all connections; one request more is let in, so that
   *     there is always one that comes to an end
   */
  public record InFlight(int requestsPerConnection, int bytesPerConnection, long bytesInAll) {}

  /**
   * Reads the settings.
   *
   * @param processors how many there are
   * @param bytesInAll bytes in flight when the settings set no bound
   */
  public static NetworkConfig from(
      Settings settings, ListenerConfig listeners, int processors, long bytesInAll) {
    int threads = settings.intValue("num.network.threads");
    return new NetworkConfig(
        settings.isGiven("num.network.threads")
            ? threads
            : Math.max(1, Math.min(threads, processors)),
        settings.intValue("socket.listen.backlog.size"),
        bufferBytes(settings, "socket.send.buffer.bytes"),
        bufferBytes(settings, "socket.receive.buffer.bytes"),
        settings.intValue("socket.request.max.bytes"),
        maxIdleMs(settings),
        Admission.from(settings, listeners),
        inFlight(settings, bytesInAll));
  }

  /** Or nobody would learn that a password is wrong, as Apache Kafka says. */
  private static long maxIdleMs(Settings settings) {
    long idle = settings.longValue("connections.max.idle.ms");
    int delay = settings.intValue("connection.failed.authentication.delay.ms");
    if (idle >= 0 && idle <= delay) {
      throw settings.refuse(
          "connections.max.idle.ms",
          "-1, or more than connection.failed.authentication.delay.ms, which is " + delay);
    }
    return idle;
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
}
