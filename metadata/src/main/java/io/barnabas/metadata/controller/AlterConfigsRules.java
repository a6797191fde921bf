package io.barnabas.metadata.controller;

import io.barnabas.metadata.controller.AlterConfigs.Replacement;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Reply;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Result;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides {@link AlterConfigs}. */
final class AlterConfigsRules implements CommandRules<AlterConfigs, Reply> {
  private final ConfigKinds kinds;

  AlterConfigsRules(ConfigKinds kinds) {
    this.kinds = kinds;
  }

  @Override
  public Decision<Reply> decide(AlterConfigs command, Situation situation) {
    List<Result> results = new ArrayList<>();
    List<MetadataRecord> records = new ArrayList<>();
    for (Replacement replacement : command.resources()) {
      ConfigResource resource = replacement.resource();
      Map<String, String> before = situation.image().configs().configs(resource);
      Refusal refusal = refusal(replacement, before, situation);
      if (refusal == null) {
        records.addAll(ConfigKinds.records(resource, before, replacement.configs(), situation));
      }
      results.add(new Result(resource, refusal));
    }
    return new Decision<>(command.validateOnly() ? List.of() : records, new Reply(results));
  }

  private @Nullable Refusal refusal(
      Replacement replacement, Map<String, String> before, Situation situation) {
    ConfigResource resource = replacement.resource();
    ConfigRules rules = kinds.of(resource);
    if (rules == null) {
      return ConfigKinds.none(resource);
    }
    Refusal refusal = rules.refusal(resource.name(), situation.image());
    if (refusal == null) {
      refusal = ConfigKinds.refusal(rules, resource, before, replacement.configs(), situation);
    }
    return refusal != null ? refusal : rules.missing(resource.name(), situation.image());
  }
}
