package io.barnabas.metadata.config;

import static io.barnabas.metadata.config.ConfigType.INT;
import static io.barnabas.metadata.config.ConfigType.LIST;
import static io.barnabas.metadata.config.ConfigValidator.ANY;
import static io.barnabas.metadata.config.ConfigValidator.noneEmpty;

import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.ConfigsImage;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The configs of subscriptions to clients' metrics (KIP-714). Immutable. */
public final class ClientMetricsConfigs {
  private static final int INTERVAL_MS_MIN = 100;
  private static final int INTERVAL_MS_MAX = 3_600_000;
  private static final Set<String> SELECTORS =
      Set.of(
          "client_instance_id",
          "client_id",
          "client_software_name",
          "client_software_version",
          "client_source_address",
          "client_source_port");

  private final SortedMap<String, ConfigDefinition> definitions;

  public ClientMetricsConfigs() {
    SortedMap<String, ConfigDefinition> byName = new TreeMap<>();
    byName.put(
        "interval.ms",
        new ConfigDefinition(
            "interval.ms", INT, "300000", ANY, "How often clients push, in milliseconds."));
    byName.put(
        "match",
        new ConfigDefinition(
            "match", LIST, "", noneEmpty(), "Which clients: a list of SELECTOR=PATTERN."));
    byName.put(
        "metrics",
        new ConfigDefinition(
            "metrics", LIST, "", noneEmpty(), "Which metrics: a list of name prefixes."));
    this.definitions = Collections.unmodifiableSortedMap(byName);
  }

  /** Every config there is, by name. */
  public Collection<ConfigDefinition> definitions() {
    return definitions.values();
  }

  public @Nullable ConfigDefinition definition(String name) {
    return definitions.get(name);
  }

  /** What applies to a subscription. */
  public ResolvedConfigs resolve(String name, ConfigsImage configs) {
    return new ResolvedConfigs(
        definitions,
        configs.configs(new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name)),
        ConfigSource.CLIENT_METRICS_CONFIG,
        new BrokerValues(Map.of(), Map.of(), Map.of()));
  }

  /**
   * Judges the complete configs a subscription shall have.
   *
   * @return null if they are fine
   */
  public @Nullable ConfigComplaint complaint(Map<String, String> configs) {
    for (String name : new TreeMap<>(configs).keySet()) {
      if (!definitions.containsKey(name)) {
        return ConfigComplaint.ofRequest("Unknown client metrics configuration: " + name);
      }
    }
    for (ConfigDefinition definition : definitions.values()) {
      String text = configs.get(definition.name());
      if (text != null && definition.parse(text) instanceof ParsedConfig.Invalid invalid) {
        return ConfigComplaint.ofValue(invalid.message());
      }
    }
    int interval = Integer.parseInt(configs.getOrDefault("interval.ms", "300000").trim());
    if (interval < INTERVAL_MS_MIN || interval > INTERVAL_MS_MAX) {
      return ConfigComplaint.ofRequest(
          "Invalid value "
              + interval
              + " for interval.ms, interval must be between 100 and 3600000 (1 hour)");
    }
    for (String element : ConfigDefinition.elements(configs.getOrDefault("match", ""))) {
      if (!isSelector(element)) {
        return ConfigComplaint.ofValue("Illegal client matching pattern: " + element);
      }
    }
    return null;
  }

  private static boolean isSelector(String text) {
    String[] sides = text.split("=", -1);
    if (sides.length != 2 || !SELECTORS.contains(sides[0].trim())) {
      return false;
    }
    try {
      Pattern.compile(sides[1].trim());
      return true;
    } catch (PatternSyntaxException wrong) {
      return false;
    }
  }
}
