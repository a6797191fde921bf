package io.barnabas.server.api.config;

import io.barnabas.metadata.config.ConfigDefinition;
import io.barnabas.metadata.config.ConfigSource;
import io.barnabas.metadata.config.ConfigType;
import io.barnabas.metadata.config.EffectiveConfig;
import io.barnabas.metadata.config.EffectiveConfig.ConfigSynonym;
import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.ConfigsImage;
import io.barnabas.server.config.RunTimeSettings;
import io.barnabas.server.config.SettingDefinition;
import io.barnabas.server.config.SettingDefinition.UpdateMode;
import io.barnabas.server.config.SettingNames;
import io.barnabas.server.config.SettingValue;
import io.barnabas.server.config.Settings;
import io.barnabas.server.config.WithoutEffect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The configs of this broker, and those all brokers share, as clients may see them. */
public final class BrokerConfigs {
  private final Settings settings;
  private final int nodeId;
  private final Map<String, String> documentation = new HashMap<>();
  private final WithoutEffect withoutEffect = WithoutEffect.load();

  /**
   * The configs of one broker.
   *
   * @param topics says what those mean that stand in for configs of topics
   */
  public BrokerConfigs(Settings settings, TopicConfigs topics, int nodeId) {
    this.settings = settings;
    this.nodeId = nodeId;
    for (ConfigDefinition topic : topics.definitions()) {
      topic
          .synonyms()
          .forEach(
              each ->
                  documentation.putIfAbsent(
                      each.name(), "Stands in for " + topic.name() + ": " + topic.documentation()));
    }
  }

  private String documentation(String name, boolean known) {
    String reason = withoutEffect.reason(name);
    return known && !settings.isHonoured(name) && reason != null
        ? "Without effect in this version: " + reason + "."
        : documentation.getOrDefault(name, "");
  }

  /** Every config of this broker, by name; of internal and unknown ones, what was given. */
  List<EffectiveConfig> own(ConfigsImage configs) {
    Map<String, String> dynamic = configs.configs(ConfigResource.broker(nodeId));
    Map<String, String> shared = configs.configs(ConfigResource.brokerDefault());
    Set<String> names = new TreeSet<>(settings.given().keySet());
    settings.catalogue().all().stream()
        .filter(each -> !each.internal())
        .forEach(each -> names.add(each.name()));
    names.addAll(dynamic.keySet());
    names.addAll(shared.keySet());
    List<EffectiveConfig> all = new ArrayList<>();
    for (String name : names) {
      all.add(effective(name, synonyms(name, dynamic, shared)));
    }
    return all;
  }

  /** The configs set for all brokers while they run. */
  List<EffectiveConfig> shared(ConfigsImage configs) {
    List<EffectiveConfig> all = new ArrayList<>();
    new TreeMap<>(configs.configs(ConfigResource.brokerDefault()))
        .forEach(
            (name, value) ->
                all.add(
                    effective(
                        name,
                        List.of(
                            new ConfigSynonym(
                                name, value, ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG)))));
    return all;
  }

  private List<ConfigSynonym> synonyms(
      String name, Map<String, String> dynamic, Map<String, String> shared) {
    List<ConfigSynonym> found = new ArrayList<>(4);
    List<String> names = SettingNames.synonyms(name);
    for (String each : names) {
      add(each, dynamic.get(each), ConfigSource.DYNAMIC_BROKER_CONFIG, found);
    }
    for (String each : names) {
      add(each, shared.get(each), ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG, found);
    }
    for (String each : names) {
      add(each, given(each), ConfigSource.STATIC_BROKER_CONFIG, found);
    }
    for (String each : names) {
      SettingDefinition definition = settings.catalogue().find(each);
      add(
          each,
          definition == null ? null : definition.defaultText(),
          ConfigSource.DEFAULT_CONFIG,
          found);
    }
    return SynonymOrder.from(name, found);
  }

  /** The id of the node stands under its old name, too, as in Apache Kafka. */
  private @Nullable String given(String name) {
    SettingValue given = settings.given().get(name);
    boolean nodeIdByOldName =
        name.equals("broker.id") || name.equals("node.id") && settings.isGiven("broker.id");
    return given != null ? given.text() : nodeIdByOldName ? Integer.toString(nodeId) : null;
  }

  private static void add(
      String name, @Nullable String value, ConfigSource source, List<ConfigSynonym> found) {
    if (value != null) {
      found.add(new ConfigSynonym(name, value, source));
    }
  }

  /** What nobody knows may be a secret. */
  private EffectiveConfig effective(String name, List<ConfigSynonym> synonyms) {
    String base = SettingNames.base(name);
    SettingDefinition definition = settings.catalogue().find(base);
    ConfigType type =
        definition == null ? ConfigType.UNKNOWN : ConfigType.valueOf(definition.type().name());
    String value = synonyms.isEmpty() ? null : synonyms.get(0).value();
    boolean changeable =
        base.equals(name)
            && definition != null
            && definition.updateMode() != UpdateMode.READ_ONLY
            && !RunTimeSettings.isFixed(name);
    return new EffectiveConfig(
        name,
        value == null ? null : value.trim(),
        synonyms.isEmpty() ? ConfigSource.DEFAULT_CONFIG : synonyms.get(0).source(),
        type,
        type == ConfigType.PASSWORD || type == ConfigType.UNKNOWN,
        !changeable,
        documentation(base, definition != null),
        synonyms);
  }
}
