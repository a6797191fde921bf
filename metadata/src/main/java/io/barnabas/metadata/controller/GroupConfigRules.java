package io.barnabas.metadata.controller;

import io.barnabas.metadata.config.ConfigDefinition;
import io.barnabas.metadata.config.ConfigType;
import io.barnabas.metadata.config.GroupConfigs;
import io.barnabas.metadata.image.MetadataImage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be set on groups, whether they exist or not. */
public final class GroupConfigRules implements ConfigRules {
  private final GroupConfigs configs;

  public GroupConfigRules(GroupConfigs configs) {
    this.configs = configs;
  }

  @Override
  public @Nullable Refusal refusal(String resource, MetadataImage image) {
    return resource.isEmpty()
        ? new Refusal(MetadataFault.INVALID_REQUEST, "Default group resources are not allowed.")
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
        ? new Refusal(MetadataFault.INVALID_CONFIG, "Unknown group config name: " + name)
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
    String complaint = configs.complaint(after);
    return complaint == null ? null : new Refusal(MetadataFault.INVALID_CONFIG, complaint);
  }
}
