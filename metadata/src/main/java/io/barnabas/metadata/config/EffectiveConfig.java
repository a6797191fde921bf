package io.barnabas.metadata.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A config as it applies, and where that comes from.
 *
 * @param value null if it has none
 * @param synonyms every place that sets it, the one that wins first; the default last
 */
public record EffectiveConfig(
    String name,
    @Nullable String value,
    ConfigSource source,
    ConfigType type,
    boolean sensitive,
    boolean readOnly,
    String documentation,
    List<ConfigSynonym> synonyms) {
  public EffectiveConfig {
    synonyms = List.copyOf(synonyms);
  }

  /** The same with other places told; what comes first says where the value comes from. */
  public EffectiveConfig withSynonyms(List<ConfigSynonym> told) {
    return new EffectiveConfig(
        name,
        value,
        told.isEmpty() ? ConfigSource.DEFAULT_CONFIG : told.get(0).source(),
        type,
        sensitive,
        readOnly,
        documentation,
        told);
  }

  /**
   * One place that sets a config.
   *
   * @param name the name it has there, such as {@code log.retention.hours}
   * @param value the value as it was given there
   */
  public record ConfigSynonym(String name, @Nullable String value, ConfigSource source) {}
}
