package io.barnabas.metadata.config;

import io.barnabas.metadata.config.BrokerValues.Candidate;
import io.barnabas.metadata.config.EffectiveConfig.ConfigSynonym;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The configs that apply to one topic, group or other resource. Typed getters throw {@link
 * IllegalArgumentException} for a name that is no config of it or has another type: that is a
 * mistake of the caller.
 */
public final class ResolvedConfigs {
  private final SortedMap<String, ConfigDefinition> definitions;
  private final Map<String, String> ownConfigs;
  private final ConfigSource ownSource;
  private final BrokerValues brokerValues;

  ResolvedConfigs(
      SortedMap<String, ConfigDefinition> definitions,
      Map<String, String> ownConfigs,
      ConfigSource ownSource,
      BrokerValues brokerValues) {
    this.definitions = definitions;
    this.ownConfigs = Map.copyOf(ownConfigs);
    this.ownSource = ownSource;
    this.brokerValues = brokerValues;
  }

  public boolean booleanValue(String name) {
    return (Boolean) value(name, ConfigType.BOOLEAN);
  }

  public int intValue(String name) {
    return (Integer) value(name, ConfigType.INT);
  }

  public long longValue(String name) {
    return (Long) value(name, ConfigType.LONG);
  }

  public double doubleValue(String name) {
    return (Double) value(name, ConfigType.DOUBLE);
  }

  public String stringValue(String name) {
    return (String) value(name, ConfigType.STRING);
  }

  /** The elements of a list config, each once. */
  @SuppressWarnings("unchecked") // a list config parses to strings
  public List<String> listValue(String name) {
    return ((List<String>) value(name, ConfigType.LIST)).stream().distinct().toList();
  }

  /** The value of a config as text, null where it has none (only the internal one has not). */
  public @Nullable String text(String name) {
    return text(known(name));
  }

  /** Everything a client may see, by name. */
  public List<EffectiveConfig> all() {
    List<EffectiveConfig> all = new ArrayList<>(definitions.size());
    for (ConfigDefinition definition : definitions.values()) {
      if (!definition.internal()) {
        all.add(effective(definition));
      }
    }
    return all;
  }

  private EffectiveConfig effective(ConfigDefinition definition) {
    List<ConfigSynonym> synonyms = new ArrayList<>(2);
    String own = ownConfigs.get(definition.name());
    if (own != null) {
      synonyms.add(new ConfigSynonym(definition.name(), own, ownSource));
    }
    brokerValues.candidates(definition).forEach(candidate -> synonyms.add(candidate.asSynonym()));
    return new EffectiveConfig(
        definition.name(),
        shown(definition),
        synonyms.isEmpty() ? ConfigSource.DEFAULT_CONFIG : synonyms.get(0).source(),
        definition.type(),
        definition.type() == ConfigType.PASSWORD,
        false,
        definition.documentation(),
        synonyms);
  }

  /** The value in its plainest form: without blanks, each element of a list once. */
  private @Nullable String shown(ConfigDefinition definition) {
    String text = text(definition);
    return text != null && definition.type() == ConfigType.LIST
        ? String.join(",", listValue(definition.name()))
        : text;
  }

  private @Nullable String text(ConfigDefinition definition) {
    String own = ownConfigs.get(definition.name());
    if (own != null) {
      return own.trim();
    }
    List<Candidate> candidates = brokerValues.candidates(definition);
    return candidates.isEmpty()
        ? definition.defaultValue()
        : candidates.get(0).synonym().convert(candidates.get(0).value()).trim();
  }

  private Object value(String name, ConfigType type) {
    ConfigDefinition definition = known(name);
    String text = text(definition);
    if (definition.type() != type || text == null) {
      throw new IllegalArgumentException(name + " is not a config of type " + type);
    }
    if (definition.parse(text) instanceof ParsedConfig.Valid valid) {
      return valid.value();
    }
    throw new IllegalStateException(name + " was stored with an invalid value");
  }

  private ConfigDefinition known(String name) {
    ConfigDefinition definition = definitions.get(name);
    if (definition == null) {
      throw new IllegalArgumentException(name + " is no such config");
    }
    return definition;
  }
}
