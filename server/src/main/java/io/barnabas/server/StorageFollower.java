package io.barnabas.server;

import io.barnabas.server.config.RunTimeSettings;
import io.barnabas.server.config.SettingCatalogue;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Keeps what is in log directories to its settings as they change while the broker runs. */
final class StorageFollower {
  private final LongConsumer moveRate;
  private final Consumer<Duration> producerIdExpiration;

  /**
   * A follower.
   *
   * @param moveRate told how many bytes per second may be moved between directories
   * @param producerIdExpiration told how long silent producers are known
   */
  StorageFollower(LongConsumer moveRate, Consumer<Duration> producerIdExpiration) {
    this.moveRate = moveRate;
    this.producerIdExpiration = producerIdExpiration;
  }

  void follow(RunTimeSettings settings) {
    settings.follow(
        SettingCatalogue.MOVE_RATE,
        rate -> moveRate.accept(rate == null ? Long.MAX_VALUE : Long.parseLong(rate)));
    settings.follow(
        "producer.id.expiration.ms",
        value ->
            producerIdExpiration.accept(Duration.ofMillis(Long.parseLong(String.valueOf(value)))));
  }
}
