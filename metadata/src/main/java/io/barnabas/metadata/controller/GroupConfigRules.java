package io.barnabas.metadata.controller;

import io.barnabas.metadata.config.ConfigDefinition;
import io.barnabas.metadata.config.GroupConfigs;
import io.barnabas.metadata.image.MetadataImage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be set on groups, whether they exist or not. */
public final class GroupConfigRules implements DefinedConfigRules {
  private final GroupConfigs configs;

  public GroupConfigRules(GroupConfigs configs) {
    this.configs = configs;
  }

  @Override
  public @Nullable ConfigDefinition definition(String name) {
    return configs.definition(name);
  }

  @Override
  public String kind() {
    return "group";
  }

  @Override
  public @Nullable Refusal refusal(
      String resource, Map<String, String> before, Map<String, String> after, MetadataImage image) {
    return DefinedConfigRules.ofValues(configs.complaint(after));
  }
}
