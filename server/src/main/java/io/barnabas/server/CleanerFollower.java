package io.barnabas.server;

import io.barnabas.server.config.RunTimeSettings;
import io.barnabas.storage.clean.CleanerConfig;
import io.barnabas.storage.clean.LogCleaner;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** Keeps the log cleaner to its settings as they change while the broker runs. One thread. */
final class CleanerFollower {
  private final LogCleaner cleaner;
  private final ExecutorService threads;
  private CleanerConfig now;

  /**
   * Of a cleaner as it was started.
   *
   * @param threads the cleaner's
   */
  CleanerFollower(LogCleaner cleaner, ExecutorService threads, CleanerConfig started) {
    this.cleaner = cleaner;
    this.threads = threads;
    this.now = started;
  }

  void follow(RunTimeSettings settings) {
    settings.follow("log.cleaner.threads", value -> threads(Integer.parseInt(text(value))));
    settings.follow(
        "log.cleaner.backoff.ms",
        value -> {
          now = now.withBackoff(Duration.ofMillis(Long.parseLong(text(value))));
          cleaner.reconfigure(now);
        });
    settings.follow(
        "log.cleaner.dedupe.buffer.size",
        value ->
            become(
                now.threads(),
                Long.parseLong(text(value)),
                now.loadFactor(),
                now.ioBufferBytes(),
                now.ioMaxBytesPerSecond()));
    settings.follow(
        "log.cleaner.io.buffer.load.factor",
        value ->
            become(
                now.threads(),
                now.dedupeBufferBytes(),
                Double.parseDouble(text(value)),
                now.ioBufferBytes(),
                now.ioMaxBytesPerSecond()));
    settings.follow(
        "log.cleaner.io.buffer.size",
        value ->
            become(
                now.threads(),
                now.dedupeBufferBytes(),
                now.loadFactor(),
                Integer.parseInt(text(value)),
                now.ioMaxBytesPerSecond()));
    settings.follow(
        "log.cleaner.io.max.bytes.per.second",
        value ->
            become(
                now.threads(),
                now.dedupeBufferBytes(),
                now.loadFactor(),
                now.ioBufferBytes(),
                Double.parseDouble(text(value))));
  }

  private static String text(@Nullable String value) {
    return String.valueOf(value);
  }

  private void threads(int count) {
    if (threads instanceof ThreadPoolExecutor pool) {
      // The larger bound first: the core may never be above the most.
      pool.setMaximumPoolSize(Math.max(count, pool.getCorePoolSize()));
      pool.setCorePoolSize(count);
      pool.setMaximumPoolSize(count);
    }
    become(
        count,
        now.dedupeBufferBytes(),
        now.loadFactor(),
        now.ioBufferBytes(),
        now.ioMaxBytesPerSecond());
  }

  private void become(
      int count, long dedupeBytes, double loadFactor, int ioBytes, double ioBytesPerSecond) {
    now =
        new CleanerConfig(
            now.enabled(),
            count,
            dedupeBytes,
            loadFactor,
            ioBytes,
            ioBytesPerSecond,
            now.backoff());
    cleaner.reconfigure(now);
  }
}
