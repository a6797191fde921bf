package io.barnabas.server.network;

import io.barnabas.server.api.ClientConnection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Keeps clients that misbehave by the thousand from filling the disk with log lines: so many lines
 * a second, and then a count of those left out. Any thread; a line more or less at the turn of a
 * second does not matter.
 */
final class LogThrottle {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int LINES = 20;

  private final Logger logger;
  private final LongSupplier nanoTime;
  private final AtomicLong windowStart;
  private final AtomicInteger lines = new AtomicInteger();

  LogThrottle(Logger logger, LongSupplier nanoTime) {
    this.logger = logger;
    this.nanoTime = nanoTime;
    this.windowStart = new AtomicLong(nanoTime.getAsLong());
  }

  /** Says why a connection is ended by us. */
  void warnOfEnd(ClientConnection client, String reason) {
    warn(
        "Closed connection "
            + client.id()
            + " of listener "
            + client.listenerName()
            + ": "
            + reason);
  }

  void warn(String line) {
    long now = nanoTime.getAsLong();
    long start = windowStart.get();
    if (now - start >= WINDOW_NANOS && windowStart.compareAndSet(start, now)) {
      int leftOut = lines.getAndSet(0) - LINES;
      if (leftOut > 0) {
        logger.warn("Left out {} more lines like these", leftOut);
      }
    }
    if (lines.incrementAndGet() <= LINES) {
      logger.warn("{}", line);
    }
  }
}
