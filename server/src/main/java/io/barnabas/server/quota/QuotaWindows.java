package io.barnabas.server.quota;

import io.barnabas.server.config.Settings;

/**
 * Over which time rates are measured.
 *
 * @param count {@code quota.window.num} or {@code controller.quota.window.num}
 * @param seconds how long each window is
 */
public record QuotaWindows(int count, int seconds) {

  /** Those of bytes and request time. */
  public static QuotaWindows ofClients(Settings settings) {
    return new QuotaWindows(
        settings.intValue("quota.window.num"), settings.intValue("quota.window.size.seconds"));
  }

  /** Those of changes asked of the controller. */
  public static QuotaWindows ofController(Settings settings) {
    return new QuotaWindows(
        settings.intValue("controller.quota.window.num"),
        settings.intValue("controller.quota.window.size.seconds"));
  }
}
