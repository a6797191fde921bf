package io.barnabas.metadata.controller;

import io.barnabas.codec.metadata.ConfigRecord;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rules for configs by kind of resource, and the records of what they permit. */
public final class ConfigKinds {
  private static final int LARGEST_VALUE_BYTES = Short.MAX_VALUE;

  private final Map<ConfigResource.Type, ConfigRules> rules;

  /** Kinds that are not in the map have no configs in the metadata. */
  public ConfigKinds(Map<ConfigResource.Type, ConfigRules> rules) {
    this.rules = new EnumMap<>(rules);
  }

  /** The rules for resources of this kind, or null where it has none. */
  @Nullable ConfigRules of(ConfigResource resource) {
    return rules.get(resource.type());
  }

  static Refusal none(ConfigResource resource) {
    return new Refusal(
        MetadataFault.INVALID_REQUEST, "Unexpected resource type " + resource.type() + ".");
  }

  /** Why a resource cannot get these configs as a whole; null if it can. */
  static @Nullable Refusal refusal(
      ConfigRules rules,
      ConfigResource resource,
      Map<String, String> before,
      Map<String, String> after,
      Situation situation) {
    for (String value : after.values()) {
      if (value.length() > LARGEST_VALUE_BYTES) {
        return new Refusal(
            MetadataFault.INVALID_CONFIG,
            "The configuration value cannot be added because it exceeds the maximum value size of "
                + LARGEST_VALUE_BYTES
                + " bytes.");
      }
    }
    return rules.refusal(resource.name(), before, after, situation.image());
  }

  static List<MetadataRecord> records(
      ConfigResource resource,
      Map<String, String> before,
      Map<String, String> after,
      Situation situation) {
    List<MetadataRecord> records = new ArrayList<>();
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (String key : keys) {
      String value = after.get(key);
      if (value == null || !value.equals(before.get(key))) {
        records.add(
            situation.record(
                ConfigRecord.builder()
                    .resourceType(resource.type().id())
                    .resourceName(resource.name())
                    .name(key)
                    .value(value)
                    .build()));
      }
    }
    return records;
  }
}
