package io.barnabas.metadata.controller;

import io.barnabas.codec.metadata.ConfigRecord;
import io.barnabas.metadata.config.ConfigDefinition;
import io.barnabas.metadata.config.ConfigType;
import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.KeyChange;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Operation;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Reply;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.ResourceChange;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Result;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decides {@link IncrementalAlterConfigs} for topics; configs of other resources are refused. */
final class IncrementalAlterConfigsRules implements CommandRules<IncrementalAlterConfigs, Reply> {
  private final TopicConfigs configs;

  IncrementalAlterConfigsRules(TopicConfigs configs) {
    this.configs = configs;
  }

  @Override
  public Decision<Reply> decide(IncrementalAlterConfigs command, Situation situation) {
    Set<ConfigResource> duplicates = Duplicates.of(command.resources(), ResourceChange::resource);
    List<Result> results = new ArrayList<>();
    List<MetadataRecord> records = new ArrayList<>();
    for (ResourceChange change : command.resources()) {
      Refusal refusal =
          duplicates.contains(change.resource())
              ? invalidRequest("Each resource must appear at most once.")
              : refusal(change, situation.image());
      if (refusal == null) {
        Map<String, String> before = situation.image().configs().configs(change.resource());
        Map<String, String> after = after(change, before);
        refusal = refusal(after, situation.image());
        if (refusal == null) {
          write(change.resource(), before, after, situation, records);
        }
      }
      results.add(new Result(change.resource(), refusal));
    }
    return new Decision<>(command.validateOnly() ? List.of() : records, new Reply(results));
  }

  private @Nullable Refusal refusal(ResourceChange change, MetadataImage image) {
    if (change.resource().type() != ConfigResource.Type.TOPIC) {
      return invalidRequest(
          "Configs of " + change.resource().type() + " resources cannot be changed at run time.");
    }
    if (image.topics().topic(change.resource().name()) == null) {
      return new Refusal(
          MetadataFault.UNKNOWN_TOPIC,
          "The topic '" + change.resource().name() + "' does not exist.");
    }
    Set<String> duplicates = new TreeSet<>(Duplicates.of(change.changes(), KeyChange::key));
    if (!duplicates.isEmpty()) {
      return invalidRequest("Error due to duplicate config keys : " + String.join(",", duplicates));
    }
    for (KeyChange key : change.changes()) {
      Refusal refusal = refusal(key);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private @Nullable Refusal refusal(KeyChange change) {
    ConfigDefinition definition = configs.definition(change.key());
    if (definition == null && change.operation() != Operation.DELETE) {
      return invalidConfig("Unknown topic config name: " + change.key());
    }
    if (change.value() == null && change.operation() != Operation.DELETE) {
      return invalidRequest("Null value not supported for : " + change.key());
    }
    boolean onList =
        change.operation() == Operation.APPEND || change.operation() == Operation.SUBTRACT;
    return onList && definition != null && definition.type() != ConfigType.LIST
        ? invalidConfig(
            "Can't "
                + change.operation()
                + " to key "
                + change.key()
                + " because its type is not LIST.")
        : null;
  }

  private @Nullable Refusal refusal(Map<String, String> after, MetadataImage image) {
    String complaint = configs.complaint(after, image.configs());
    return complaint == null ? null : invalidConfig(complaint);
  }

  private Map<String, String> after(ResourceChange change, Map<String, String> before) {
    Map<String, String> after = new TreeMap<>(before);
    for (KeyChange key : change.changes()) {
      String value = key.value() == null ? "" : key.value();
      switch (key.operation()) {
        case SET -> after.put(key.key(), value);
        case DELETE -> after.remove(key.key());
        case APPEND -> after.put(key.key(), appended(current(key.key(), before), value));
        case SUBTRACT -> after.put(key.key(), subtracted(current(key.key(), before), value));
      }
    }
    return after;
  }

  /** What a list operation starts from: the topic's own value, otherwise the default. */
  private Set<String> current(String key, Map<String, String> before) {
    ConfigDefinition definition = configs.definition(key);
    String fallback =
        definition == null || definition.defaultValue() == null ? "" : definition.defaultValue();
    return new LinkedHashSet<>(ConfigDefinition.elements(before.getOrDefault(key, fallback)));
  }

  private static String appended(Set<String> elements, String added) {
    elements.addAll(ConfigDefinition.elements(added));
    return String.join(",", elements);
  }

  private static String subtracted(Set<String> elements, String removed) {
    ConfigDefinition.elements(removed).forEach(elements::remove);
    return String.join(",", elements);
  }

  private static void write(
      ConfigResource resource,
      Map<String, String> before,
      Map<String, String> after,
      Situation situation,
      List<MetadataRecord> records) {
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
  }

  private static Refusal invalidRequest(String message) {
    return new Refusal(MetadataFault.INVALID_REQUEST, message);
  }

  private static Refusal invalidConfig(String message) {
    return new Refusal(MetadataFault.INVALID_CONFIG, message);
  }
}
