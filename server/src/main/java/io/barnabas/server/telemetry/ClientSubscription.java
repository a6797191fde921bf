package io.barnabas.server.telemetry;

import io.barnabas.metadata.config.ClientMetricsConfigs;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.ConfigsImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What one client is asked for.
 *
 * @param id changes with everything else here
 * @param metrics prefixes of names; {@link #EVERYTHING} alone for all
 */
public record ClientSubscription(int id, int intervalMs, List<String> metrics) {
  /** Asks for all metrics a client has. */
  public static final String EVERYTHING = "*";

  private static final int DEFAULT_INTERVAL_MS = 300_000;

  /** The subscriptions that match a client, taken together: all metrics, the shortest interval. */
  static ClientSubscription of(TelemetryClient client, ConfigsImage configs) {
    Map<String, String> selectors = client.selectors();
    List<Map<String, String>> matching = new ArrayList<>();
    configs.forEach(
        (resource, values) -> {
          if (resource.type() == ConfigResource.Type.CLIENT_METRICS
              && matches(elements(values, "match"), selectors)) {
            matching.add(values);
          }
        });
    TreeSet<String> metrics = new TreeSet<>();
    int interval = Integer.MAX_VALUE;
    for (Map<String, String> values : matching) {
      metrics.addAll(elements(values, "metrics"));
      interval =
          Math.min(
              interval,
              Integer.parseInt(
                  values.getOrDefault("interval.ms", "" + DEFAULT_INTERVAL_MS).trim()));
    }
    if (matching.isEmpty()) {
      interval = DEFAULT_INTERVAL_MS;
    }
    List<String> asked = metrics.contains(EVERYTHING) ? List.of(EVERYTHING) : List.copyOf(metrics);
    return new ClientSubscription(id(client, interval, asked), interval, asked);
  }

  private static Collection<String> elements(Map<String, String> values, String name) {
    return Arrays.stream(values.getOrDefault(name, "").split(","))
        .map(String::trim)
        .filter(each -> !each.isEmpty())
        .toList();
  }

  /** What is matched was checked when it was set, by {@link ClientMetricsConfigs}. */
  private static boolean matches(Collection<String> rules, Map<String, String> selectors) {
    for (String rule : rules) {
      String[] sides = rule.split("=", 2);
      String value = selectors.get(sides[0].trim());
      if (value == null || !Pattern.matches(sides[1].trim(), value)) {
        return false;
      }
    }
    return true;
  }

  private static int id(TelemetryClient client, int interval, List<String> metrics) {
    CRC32C sum = new CRC32C();
    sum.update((client.instanceId() + interval + metrics).getBytes(StandardCharsets.UTF_8));
    return (int) sum.getValue();
  }
}
