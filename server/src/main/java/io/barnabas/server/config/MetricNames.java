package io.barnabas.server.config;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which metrics are told at the HTTP port: all but those of {@link
 * SettingCatalogue#METRICS_EXCLUDE}. Immutable.
 *
 * @param excluded names, each whole or with a star at its end for any rest
 */
public record MetricNames(List<String> excluded) implements Predicate<String> {
  private static final Pattern SYNTAX = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*\\*?");
  private static final String REST = "*";

  public MetricNames {
    excluded = List.copyOf(excluded);
  }

  /** Reads the setting. */
  static MetricNames from(Settings settings) {
    List<String> excluded = settings.list(SettingCatalogue.METRICS_EXCLUDE);
    if (!excluded.stream().allMatch(each -> SYNTAX.matcher(each).matches())) {
      throw settings.refuse(
          SettingCatalogue.METRICS_EXCLUDE,
          "names of metrics as at /metrics, separated by commas, with a * at the end for any rest,"
              + " such as kafka_topic_partition_*");
    }
    return new MetricNames(excluded);
  }

  @Override
  public boolean test(String name) {
    for (String each : excluded) {
      if (each.endsWith(REST)
          ? name.startsWith(each.substring(0, each.length() - 1))
          : name.equals(each)) {
        return false;
      }
    }
    return true;
  }
}
