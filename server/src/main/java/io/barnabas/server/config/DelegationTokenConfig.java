package io.barnabas.server.config;

import org.jspecify.annotations.Nullable;

/**
 * Delegation tokens (KIP-48). Times in milliseconds. Its {@code toString} does not show the secret.
 *
 * @param secret what tokens are signed with; null turns them off
 * @param maxLifetimeMs how old a token may become, at least 1
 * @param expiryMs for how long it is renewed at a time, at least 1
 * @param checkIntervalMs between looks for expired ones, at least 1
 */
public record DelegationTokenConfig(
    @Nullable String secret, long maxLifetimeMs, long expiryMs, long checkIntervalMs) {

  /** Reads the settings. */
  public static DelegationTokenConfig from(Settings settings) {
    String secret = settings.text("delegation.token.secret.key");
    return new DelegationTokenConfig(
        secret == null || secret.isEmpty() ? null : secret,
        settings.longValue("delegation.token.max.lifetime.ms"),
        settings.longValue("delegation.token.expiry.time.ms"),
        settings.longValue("delegation.token.expiry.check.interval.ms"));
  }

  @Override
  public String toString() {
    return "DelegationTokenConfig[" + (secret == null ? "off" : "on") + "]";
  }
}
