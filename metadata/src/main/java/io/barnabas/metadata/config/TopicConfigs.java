package io.barnabas.metadata.config;

import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.ConfigsImage;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configs of topics as one broker sees them: what a topic may set, and what applies where it
 * does not. Immutable.
 */
public final class TopicConfigs {
  private static final int LARGEST_VALUE_BYTES = Short.MAX_VALUE;

  private final SortedMap<String, ConfigDefinition> definitions;
  private final Map<String, String> staticConfigs;
  private final int nodeId;

  /**
   * Combines the definitions with what the broker was started with.
   *
   * @param staticConfigs the broker's properties as they were given; keys that do not stand in for
   *     a topic config are ignored
   * @throws IllegalArgumentException if one that does has a value no topic may have; the message
   *     names key, value and what was expected
   */
  public TopicConfigs(int nodeId, Map<String, String> staticConfigs) {
    this.nodeId = nodeId;
    this.staticConfigs = Map.copyOf(staticConfigs);
    SortedMap<String, ConfigDefinition> byName = new TreeMap<>();
    Stream.of(RetentionConfigs.all(), SegmentConfigs.all(), MessageConfigs.all())
        .flatMap(Collection::stream)
        .forEach(definition -> byName.put(definition.name(), definition));
    this.definitions = Collections.unmodifiableSortedMap(byName);
    byName.values().forEach(this::requireValidStaticConfigs);
    // A topic may ask for this, a broker may not: what nobody has set would be deleted at once.
    if (resolve(Map.of(), ConfigsImage.EMPTY).longValue("retention.ms") == 0) {
      throw new IllegalArgumentException(
          ConfigValidator.invalid(
              "log.retention.ms", 0, "Value must be at least 1, or -1 for no limit"));
    }
  }

  /** The broker that sees them so. */
  public int nodeId() {
    return nodeId;
  }

  /** Every topic config there is, by name. */
  public Collection<ConfigDefinition> definitions() {
    return definitions.values();
  }

  public @Nullable ConfigDefinition definition(String name) {
    return definitions.get(name);
  }

  /**
   * Judges the complete configs a topic shall have.
   *
   * @return null if they are fine, otherwise why not, for the client
   */
  public @Nullable String complaint(Map<String, String> topicConfigs, ConfigsImage configs) {
    for (Map.Entry<String, String> config : new TreeMap<>(topicConfigs).entrySet()) {
      String complaint = complaint(config.getKey(), config.getValue());
      if (complaint != null) {
        return complaint;
      }
    }
    return crossComplaint(resolve(topicConfigs, configs));
  }

  /** What applies to a topic; one that does not exist has only defaults. */
  public ResolvedConfigs resolve(String topic, ConfigsImage configs) {
    return resolve(configs.configs(ConfigResource.topic(topic)), configs);
  }

  /** What applies to a topic that sets these configs. */
  public ResolvedConfigs resolve(Map<String, String> topicConfigs, ConfigsImage configs) {
    return new ResolvedConfigs(
        definitions,
        topicConfigs,
        ConfigSource.DYNAMIC_TOPIC_CONFIG,
        new BrokerValues(
            configs.configs(ConfigResource.broker(nodeId)),
            configs.configs(ConfigResource.brokerDefault()),
            staticConfigs));
  }

  /**
   * Judges broker configs that stand in for topic configs.
   *
   * @param own those of this broker set at run time, all of them
   * @param shared those of all brokers set at run time, all of them
   * @return null if topics can live with them, otherwise why not, for the client
   */
  public @Nullable String brokerComplaint(Map<String, String> own, Map<String, String> shared) {
    for (ConfigDefinition definition : definitions.values()) {
      for (ConfigDefinition.BrokerSynonym synonym : definition.synonyms()) {
        for (Map<String, String> values : List.of(own, shared)) {
          String value = values.get(synonym.name());
          String complaint = value == null ? null : complaint(definition, synonym, value);
          if (complaint != null) {
            return complaint;
          }
        }
      }
    }
    return crossComplaint(
        new ResolvedConfigs(
            definitions,
            Map.of(),
            ConfigSource.DYNAMIC_TOPIC_CONFIG,
            new BrokerValues(own, shared, staticConfigs)));
  }

  private @Nullable String complaint(String name, String value) {
    ConfigDefinition definition = definitions.get(name);
    if (definition == null) {
      return "Unknown topic config name: " + name;
    }
    if (value.length() > LARGEST_VALUE_BYTES) {
      return "The configuration value cannot be added because it exceeds the maximum value size of "
          + LARGEST_VALUE_BYTES
          + " bytes.";
    }
    ParsedConfig parsed = definition.parse(value);
    return parsed instanceof ParsedConfig.Invalid invalid ? invalid.message() : null;
  }

  private static @Nullable String crossComplaint(ResolvedConfigs configs) {
    long minLag = configs.longValue("min.compaction.lag.ms");
    long maxLag = configs.longValue("max.compaction.lag.ms");
    if (minLag > maxLag) {
      return "conflict topic config setting min.compaction.lag.ms ("
          + minLag
          + ") > max.compaction.lag.ms ("
          + maxLag
          + ")";
    }
    if (configs.booleanValue("remote.storage.enable")) {
      return "Tiered Storage functionality is disabled in the broker. Topic cannot be configured with"
          + " remote log storage.";
    }
    return null;
  }

  private void requireValidStaticConfigs(ConfigDefinition definition) {
    for (ConfigDefinition.BrokerSynonym synonym : definition.synonyms()) {
      String value = staticConfigs.get(synonym.name());
      if (value != null) {
        requireValid(definition, synonym, value);
      }
    }
  }

  private static void requireValid(
      ConfigDefinition definition, ConfigDefinition.BrokerSynonym synonym, String value) {
    String complaint = complaint(definition, synonym, value);
    if (complaint != null) {
      throw new IllegalArgumentException(complaint);
    }
  }

  private static @Nullable String complaint(
      ConfigDefinition definition, ConfigDefinition.BrokerSynonym synonym, String value) {
    try {
      return definition.parse(synonym.convert(value)) instanceof ParsedConfig.Invalid invalid
          ? invalid.message().replace(definition.name(), synonym.name())
          : null;
    } catch (NumberFormatException notANumber) {
      return ConfigValidator.invalid(synonym.name(), value, "Not a number of type INT");
    }
  }
}
