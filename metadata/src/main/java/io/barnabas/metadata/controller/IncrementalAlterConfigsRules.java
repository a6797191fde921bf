package io.barnabas.metadata.controller;

import io.barnabas.metadata.config.ConfigDefinition;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.KeyChange;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Operation;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Reply;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.ResourceChange;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Result;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides {@link IncrementalAlterConfigs}. */
final class IncrementalAlterConfigsRules implements CommandRules<IncrementalAlterConfigs, Reply> {
  private final ConfigKinds kinds;

  IncrementalAlterConfigsRules(ConfigKinds kinds) {
    this.kinds = kinds;
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
              : decide(change, situation, records);
      results.add(new Result(change.resource(), refusal));
    }
    return new Decision<>(command.validateOnly() ? List.of() : records, new Reply(results));
  }

  private @Nullable Refusal decide(
      ResourceChange change, Situation situation, List<MetadataRecord> records) {
    ConfigResource resource = change.resource();
    ConfigRules rules = kinds.of(resource);
    if (rules == null) {
      return ConfigKinds.none(resource);
    }
    Refusal refusal = rules.refusal(resource.name(), situation.image());
    if (refusal == null) {
      refusal = refusal(change.changes(), rules);
    }
    if (refusal == null) {
      Map<String, String> before = situation.image().configs().configs(resource);
      Map<String, String> after = after(change, before, rules);
      refusal = ConfigKinds.refusal(rules, resource, before, after, situation);
      if (refusal == null) {
        refusal = rules.missing(resource.name(), situation.image());
      }
      if (refusal == null) {
        records.addAll(ConfigKinds.records(resource, before, after, situation));
      }
    }
    return refusal;
  }

  private static @Nullable Refusal refusal(List<KeyChange> changes, ConfigRules rules) {
    if (!Duplicates.of(changes, KeyChange::key).isEmpty()) {
      return invalidRequest("Error due to duplicate config keys");
    }
    for (KeyChange key : changes) {
      Refusal refusal = refusal(key, rules);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable Refusal refusal(KeyChange change, ConfigRules rules) {
    if (change.operation() == Operation.DELETE) {
      return null;
    }
    if (change.value() == null) {
      return invalidRequest("Null value not supported for : " + change.key());
    }
    return change.operation() == Operation.SET || rules.hasElements(change.key())
        ? rules.unknown(change.key())
        : new Refusal(
            MetadataFault.INVALID_CONFIG,
            "Can't "
                + change.operation()
                + " to key "
                + change.key()
                + " because its type is not LIST.");
  }

  private static Map<String, String> after(
      ResourceChange change, Map<String, String> before, ConfigRules rules) {
    Map<String, String> after = new TreeMap<>(before);
    for (KeyChange key : change.changes()) {
      String value = key.value() == null ? "" : key.value();
      switch (key.operation()) {
        case SET -> after.put(key.key(), value);
        case DELETE -> after.remove(key.key());
        case APPEND -> after.put(key.key(), appended(current(key.key(), before, rules), value));
        case SUBTRACT -> after.put(key.key(), subtracted(current(key.key(), before, rules), value));
      }
    }
    return after;
  }

  /** What a list operation starts from: the resource's own value, otherwise the default. */
  private static Set<String> current(String key, Map<String, String> before, ConfigRules rules) {
    String own = before.get(key);
    return new LinkedHashSet<>(ConfigDefinition.elements(own == null ? rules.fallback(key) : own));
  }

  private static String appended(Set<String> elements, String added) {
    elements.addAll(ConfigDefinition.elements(added));
    return String.join(",", elements);
  }

  private static String subtracted(Set<String> elements, String removed) {
    ConfigDefinition.elements(removed).forEach(elements::remove);
    return String.join(",", elements);
  }

  private static Refusal invalidRequest(String message) {
    return new Refusal(MetadataFault.INVALID_REQUEST, message);
  }
}
