package io.barnabas.metadata.controller;

import io.barnabas.metadata.config.ConfigDefinition;
import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.image.MetadataImage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be set on topics. */
final class TopicConfigRules implements DefinedConfigRules {
  private final TopicConfigs configs;

  TopicConfigRules(TopicConfigs configs) {
    this.configs = configs;
  }

  @Override
  public @Nullable Refusal missing(String resource, MetadataImage image) {
    String complaint = TopicNames.complaint(resource);
    if (complaint != null) {
      return new Refusal(MetadataFault.INVALID_TOPIC, complaint);
    }
    return image.topics().topic(resource) == null
        ? new Refusal(MetadataFault.UNKNOWN_TOPIC, "The topic '" + resource + "' does not exist.")
        : null;
  }

  @Override
  public @Nullable ConfigDefinition definition(String name) {
    return configs.definition(name);
  }

  @Override
  public String kind() {
    return "topic";
  }

  @Override
  public @Nullable Refusal refusal(
      String resource, Map<String, String> before, Map<String, String> after, MetadataImage image) {
    return DefinedConfigRules.ofValues(configs.complaint(after, image.configs()));
  }
}
