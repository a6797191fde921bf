package io.barnabas.server.config;

import io.barnabas.metadata.image.SecurityProtocol;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP port, and what is to be had there of clients' metrics.
 *
 * @param listener where it is opened; null for nowhere
 * @param telemetryMaxBytes the most metrics that a client may push at a time
 * @param told which metrics are told there
 */
public record HttpConfig(@Nullable Listener listener, int telemetryMaxBytes, MetricNames told) {
  private static final Pattern SYNTAX =
      Pattern.compile("(?:http://)?\\[?([0-9a-zA-Z\\-%._:]*?)\\]?:([0-9]{1,5})/?");
  private static final int PORT_MAX = 65_535;

  /** Reads the settings. */
  public static HttpConfig from(Settings settings) {
    int telemetryMaxBytes = settings.intValue("telemetry.max.bytes");
    MetricNames told = MetricNames.from(settings);
    String text = settings.text(SettingCatalogue.HTTP_LISTENER);
    if (text == null || text.isEmpty()) {
      return new HttpConfig(null, telemetryMaxBytes, told);
    }
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > PORT_MAX) {
      throw settings.refuse(
          SettingCatalogue.HTTP_LISTENER, "host:port, such as 127.0.0.1:9464, or :9464 for all");
    }
    return new HttpConfig(
        new Listener(
            "HTTP",
            SecurityProtocol.PLAINTEXT,
            matcher.group(1),
            Integer.parseInt(matcher.group(2))),
        telemetryMaxBytes,
        told);
  }
}
