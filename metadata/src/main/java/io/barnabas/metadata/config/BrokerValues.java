package io.barnabas.metadata.config;

import io.barnabas.metadata.config.ConfigDefinition.BrokerSynonym;
import io.barnabas.metadata.config.EffectiveConfig.ConfigSynonym;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the broker contributes to topic configs, the place that wins first.
 *
 * @param ownDynamic set for this broker at run time
 * @param defaultDynamic set for all brokers at run time
 * @param given in the properties it was started with
 */
record BrokerValues(
    Map<String, String> ownDynamic, Map<String, String> defaultDynamic, Map<String, String> given) {

  /** A value and how to read it in the unit of the topic config. */
  record Candidate(BrokerSynonym synonym, String value, ConfigSource source) {
    ConfigSynonym asSynonym() {
      return new ConfigSynonym(synonym.name(), value, source);
    }
  }

  /** Every place that sets one of the broker configs standing in for a topic config, in order. */
  List<Candidate> candidates(ConfigDefinition definition) {
    if (definition.synonyms().isEmpty()) {
      return List.of();
    }
    List<Candidate> found = new ArrayList<>(2);
    collect(definition, ownDynamic, ConfigSource.DYNAMIC_BROKER_CONFIG, found);
    collect(definition, defaultDynamic, ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG, found);
    collect(definition, given, ConfigSource.STATIC_BROKER_CONFIG, found);
    for (BrokerSynonym synonym : definition.synonyms()) {
      if (synonym.defaultValue() != null) {
        found.add(new Candidate(synonym, synonym.defaultValue(), ConfigSource.DEFAULT_CONFIG));
      }
    }
    return found;
  }

  private static void collect(
      ConfigDefinition definition,
      Map<String, String> values,
      ConfigSource source,
      List<Candidate> found) {
    for (BrokerSynonym synonym : definition.synonyms()) {
      String value = values.get(synonym.name());
      if (value != null) {
        found.add(new Candidate(synonym, value, source));
      }
    }
  }
}
