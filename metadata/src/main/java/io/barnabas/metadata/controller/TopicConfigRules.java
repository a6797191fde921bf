package io.barnabas.metadata.controller;

import io.barnabas.metadata.config.ConfigDefinition;
import io.barnabas.metadata.config.ConfigType;
import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.image.MetadataImage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be set on topics. */
final class TopicConfigRules implements ConfigRules {
  private final TopicConfigs configs;

  TopicConfigRules(TopicConfigs configs) {
    this.configs = configs;
  }

  @Override
  public @Nullable Refusal refusal(String resource, MetadataImage image) {
    return resource.isEmpty()
        ? new Refusal(MetadataFault.INVALID_REQUEST, "Default topic resources are not allowed.")
        : null;
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
  public boolean hasElements(String name) {
    ConfigDefinition definition = configs.definition(name);
    return definition != null && definition.type() == ConfigType.LIST;
  }

  @Override
  public @Nullable Refusal unknown(String name) {
    return configs.definition(name) == null
        ? new Refusal(MetadataFault.INVALID_CONFIG, "Unknown topic config name: " + name)
        : null;
  }

  @Override
  public String fallback(String name) {
    ConfigDefinition definition = configs.definition(name);
    String value = definition == null ? null : definition.defaultValue();
    return value == null ? "" : value;
  }

  @Override
  public @Nullable Refusal refusal(
      String resource, Map<String, String> before, Map<String, String> after, MetadataImage image) {
    String complaint = configs.complaint(after, image.configs());
    return complaint == null ? null : new Refusal(MetadataFault.INVALID_CONFIG, complaint);
  }
}
