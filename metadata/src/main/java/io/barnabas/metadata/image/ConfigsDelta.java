package io.barnabas.metadata.image;

import io.barnabas.codec.Message;
import io.barnabas.codec.metadata.ConfigRecord;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Changes of configs, on their way into an image. */
public final class ConfigsDelta {
  private final ConfigsImage base;
  private final Map<ConfigResource, Map<String, String>> resources = new LinkedHashMap<>();

  ConfigsDelta(ConfigsImage base) {
    this.base = base;
  }

  /** The resources of which at least one config was set or removed. */
  public Set<ConfigResource> changed() {
    return Collections.unmodifiableSet(resources.keySet());
  }

  boolean replay(Message record) {
    if (!(record instanceof ConfigRecord config)) {
      return false;
    }
    Map<String, String> values = configs(resource(config));
    if (config.value() == null) {
      values.remove(config.name());
    } else {
      values.put(config.name(), config.value());
    }
    return true;
  }

  void removeAll(ConfigResource resource) {
    if (resources.containsKey(resource) || !base.configs(resource).isEmpty()) {
      configs(resource).clear();
    }
  }

  ConfigsImage apply() {
    PersistentMap<ConfigResource, Map<String, String>> result = base.resources();
    for (Map.Entry<ConfigResource, Map<String, String>> changed : resources.entrySet()) {
      result =
          changed.getValue().isEmpty()
              ? result.without(changed.getKey())
              : result.with(changed.getKey(), Map.copyOf(changed.getValue()));
    }
    return result == base.resources() ? base : new ConfigsImage(result);
  }

  private Map<String, String> configs(ConfigResource resource) {
    return resources.computeIfAbsent(resource, key -> new HashMap<>(base.configs(key)));
  }

  private static ConfigResource resource(ConfigRecord config) {
    try {
      return new ConfigResource(
          ConfigResource.Type.ofId(config.resourceType()), config.resourceName());
    } catch (IllegalArgumentException unknownType) {
      throw new InvalidMetadataRecordException(
          "A config record names a resource of unknown type " + config.resourceType());
    }
  }
}
