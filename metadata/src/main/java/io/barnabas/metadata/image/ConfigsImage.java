package io.barnabas.metadata.image;

import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** The dynamic configs of all resources, as they were set: no defaults, no synonyms. */
public final class ConfigsImage {
  public static final ConfigsImage EMPTY = new ConfigsImage(PersistentMap.empty());

  private final PersistentMap<ConfigResource, Map<String, String>> resources;

  ConfigsImage(PersistentMap<ConfigResource, Map<String, String>> resources) {
    this.resources = resources;
  }

  /** The configs set on a resource by name; empty where none is. Immutable. */
  public Map<String, String> configs(ConfigResource resource) {
    Map<String, String> configs = resources.get(resource);
    return configs == null ? Map.of() : configs;
  }

  /** Visits every resource that has at least one config, in no particular order. */
  public void forEach(BiConsumer<ConfigResource, Map<String, String>> visitor) {
    resources.forEach(visitor);
  }

  PersistentMap<ConfigResource, Map<String, String>> resources() {
    return resources;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfigsImage && ((ConfigsImage) other).resources.equals(resources);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(resources);
  }
}
