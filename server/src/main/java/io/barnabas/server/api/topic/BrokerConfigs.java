package io.barnabas.server.api.topic;

import io.barnabas.metadata.config.ConfigSource;
import io.barnabas.metadata.config.ConfigType;
import io.barnabas.metadata.config.EffectiveConfig;
import io.barnabas.metadata.config.EffectiveConfig.ConfigSynonym;
import io.barnabas.server.config.SettingDefinition;
import io.barnabas.server.config.SettingType;
import io.barnabas.server.config.SettingValue;
import io.barnabas.server.config.Settings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configs of this broker as clients may see them. All are read-only: none can be changed while
 * the broker runs.
 */
public final class BrokerConfigs {
  private final Settings settings;

  public BrokerConfigs(Settings settings) {
    this.settings = settings;
  }

  /** Every config, by name. */
  List<EffectiveConfig> all() {
    List<EffectiveConfig> all = new ArrayList<>();
    for (SettingDefinition definition : settings.catalogue().all()) {
      all.add(effective(definition));
    }
    return all;
  }

  private EffectiveConfig effective(SettingDefinition definition) {
    SettingValue given = settings.given().get(definition.name());
    boolean secret = definition.type() == SettingType.PASSWORD;
    List<ConfigSynonym> synonyms = new ArrayList<>(2);
    if (given != null) {
      synonyms.add(
          synonym(definition, secret ? null : given.text(), ConfigSource.STATIC_BROKER_CONFIG));
    }
    if (definition.defaultText() != null) {
      synonyms.add(
          synonym(
              definition, secret ? null : definition.defaultText(), ConfigSource.DEFAULT_CONFIG));
    }
    return new EffectiveConfig(
        definition.name(),
        given != null ? given.text().trim() : definition.defaultText(),
        given != null ? ConfigSource.STATIC_BROKER_CONFIG : ConfigSource.DEFAULT_CONFIG,
        type(definition.type()),
        secret,
        true,
        "",
        synonyms);
  }

  private static ConfigSynonym synonym(
      SettingDefinition definition, @Nullable String value, ConfigSource source) {
    return new ConfigSynonym(definition.name(), value, source);
  }

  private static ConfigType type(SettingType type) {
    return switch (type) {
      case BOOLEAN -> ConfigType.BOOLEAN;
      case STRING -> ConfigType.STRING;
      case INT -> ConfigType.INT;
      case SHORT -> ConfigType.SHORT;
      case LONG -> ConfigType.LONG;
      case DOUBLE -> ConfigType.DOUBLE;
      case LIST -> ConfigType.LIST;
      case CLASS -> ConfigType.CLASS;
      case PASSWORD -> ConfigType.PASSWORD;
    };
  }
}
