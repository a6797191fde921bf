package io.barnabas.metadata.controller;

import io.barnabas.metadata.config.ConfigDefinition;
import io.barnabas.metadata.config.ConfigType;
import io.barnabas.metadata.image.MetadataImage;
import org.jspecify.annotations.Nullable;

/** Rules for a kind of resource whose configs are all defined. */
interface DefinedConfigRules extends ConfigRules {

  /** The config of this name, or null if there is none. */
  @Nullable ConfigDefinition definition(String name);

  /** The kind of resource, for complaints. */
  String kind();

  @Override
  default boolean hasElements(String name) {
    ConfigDefinition definition = definition(name);
    return definition != null && definition.type() == ConfigType.LIST;
  }

  @Override
  default @Nullable Refusal unknown(String name) {
    return definition(name) == null
        ? new Refusal(MetadataFault.INVALID_CONFIG, "Unknown " + kind() + " config name: " + name)
        : null;
  }

  @Override
  default String fallback(String name) {
    ConfigDefinition definition = definition(name);
    String value = definition == null ? null : definition.defaultValue();
    return value == null ? "" : value;
  }

  @Override
  default @Nullable Refusal refusal(String resource, MetadataImage image) {
    return resource.isEmpty()
        ? new Refusal(
            MetadataFault.INVALID_REQUEST, "Default " + kind() + " resources are not allowed.")
        : null;
  }

  /** The refusal for a complaint about values. */
  static @Nullable Refusal ofValues(@Nullable String complaint) {
    return complaint == null ? null : new Refusal(MetadataFault.INVALID_CONFIG, complaint);
  }
}
