package io.barnabas.metadata.controller;

import io.barnabas.metadata.controller.CreatePartitions.Reply;
import io.barnabas.metadata.controller.CreatePartitions.Result;
import io.barnabas.metadata.controller.CreatePartitions.TopicGrowth;
import io.barnabas.metadata.controller.PlacementResult.Impossible;
import io.barnabas.metadata.controller.PlacementResult.Placed;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides {@link CreatePartitions}. */
final class CreatePartitionsRules implements CommandRules<CreatePartitions, Reply> {

  @Override
  public Decision<Reply> decide(CreatePartitions command, Situation situation) {
    Set<String> duplicates = Duplicates.of(command.topics(), TopicGrowth::name);
    Map<String, Result> results = new LinkedHashMap<>();
    List<MetadataRecord> records = new ArrayList<>();
    int budget = NewPartitions.LARGEST_COUNT;
    for (TopicGrowth growth : command.topics()) {
      TopicImage topic = situation.image().topics().topic(growth.name());
      PlacementResult placed =
          duplicates.contains(growth.name())
              ? impossible(MetadataFault.INVALID_REQUEST, "Duplicate topic name.")
              : topic == null
                  ? impossible(
                      MetadataFault.UNKNOWN_TOPIC,
                      "This server does not host this topic-partition.")
                  : place(topic, growth, budget, situation);
      if (placed instanceof Placed good && topic != null) {
        budget -= good.assignments().size();
        records.addAll(
            NewPartitions.records(
                topic.id(), topic.partitions().size(), good.assignments(), situation));
      }
      results.put(
          growth.name(),
          new Result(growth.name(), placed instanceof Impossible bad ? bad.refusal() : null));
    }
    return new Decision<>(
        command.validateOnly() ? List.of() : records, new Reply(List.copyOf(results.values())));
  }

  private static PlacementResult place(
      TopicImage topic, TopicGrowth growth, int budget, Situation situation) {
    int existing = topic.partitions().size();
    int additional = growth.totalCount() - existing;
    if (additional == 0) {
      return impossible(
          MetadataFault.INVALID_PARTITIONS, "Topic already has " + existing + " partition(s).");
    }
    if (additional < 0) {
      return impossible(
          MetadataFault.INVALID_PARTITIONS,
          "The topic "
              + topic.name()
              + " currently has "
              + existing
              + " partition(s); "
              + growth.totalCount()
              + " would not be an increase.");
    }
    if (additional > budget) {
      return impossible(
          MetadataFault.POLICY_VIOLATION,
          "Excessively large number of additional partitions per request.");
    }
    int replicaCount = topic.partitions().get(0).replicas().size();
    List<List<Integer>> assignments = growth.assignments();
    return assignments == null
        ? new ReplicaPlacer(situation.image().cluster())
            .place(additional, replicaCount, situation.random())
        : checked(existing, additional, assignments, replicaCount, situation);
  }

  private static PlacementResult checked(
      int existing,
      int additional,
      List<List<Integer>> assignments,
      int replicaCount,
      Situation situation) {
    if (assignments.size() != additional) {
      return new Impossible(
          ManualAssignments.refusal(
              "Attempted to add "
                  + additional
                  + " additional partition(s), but only "
                  + assignments.size()
                  + " assignment(s) were specified."));
    }
    for (int index = 0; index < assignments.size(); index++) {
      Refusal refusal =
          ManualAssignments.refusal(
              existing + index, assignments.get(index), replicaCount, situation.image().cluster());
      if (refusal != null) {
        return new Impossible(refusal);
      }
    }
    return new Placed(assignments);
  }

  private static PlacementResult impossible(MetadataFault fault, String message) {
    return new Impossible(new Refusal(fault, message));
  }
}
