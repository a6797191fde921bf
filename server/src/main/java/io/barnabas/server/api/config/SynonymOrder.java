package io.barnabas.server.api.config;

import io.barnabas.metadata.config.EffectiveConfig.ConfigSynonym;
import java.util.List;

/** Which of the places that set a config are told. */
final class SynonymOrder {
  private SynonymOrder() {}

  /**
   * From the first place on that sets it under its own name: what a coarser unit says is told only
   * behind that, as Apache Kafka does.
   */
  static List<ConfigSynonym> from(String name, List<ConfigSynonym> synonyms) {
    int first = 0;
    while (first < synonyms.size() && !synonyms.get(first).name().equals(name)) {
      first++;
    }
    return List.copyOf(synonyms.subList(first, synonyms.size()));
  }
}
