package io.barnabas.server.transaction;

import io.barnabas.server.config.RunTimeSettings;
import io.barnabas.server.config.Settings;

/**
 * Whether the first batch of a transaction of the old protocol is verified with its coordinator
 * ({@code transaction.partition.verification.enable}, which may change while the broker runs).
 * Transactions V2 always are. Any thread.
 */
public final class PartitionVerification {
  private static final String NAME = "transaction.partition.verification.enable";

  private volatile boolean enabled;

  /** Reads the setting, which is read again when the broker is made; a wrong one is known now. */
  public static void check(Settings settings) {
    settings.booleanValue(NAME);
  }

  /** As the broker was started, and as the settings become. */
  public PartitionVerification(Settings started, RunTimeSettings settings) {
    enabled = started.booleanValue(NAME);
    settings.follow(NAME, value -> enabled = Boolean.parseBoolean(value));
  }

  public boolean isEnabled() {
    return enabled;
  }
}
