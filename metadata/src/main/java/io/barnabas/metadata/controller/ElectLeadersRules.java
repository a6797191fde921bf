package io.barnabas.metadata.controller;

import io.barnabas.codec.metadata.PartitionChangeRecord;
import io.barnabas.metadata.controller.ElectLeaders.Kind;
import io.barnabas.metadata.controller.ElectLeaders.Reply;
import io.barnabas.metadata.controller.ElectLeaders.Result;
import io.barnabas.metadata.controller.ElectLeaders.Target;
import io.barnabas.metadata.image.LeaderRecoveryState;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Decides {@link ElectLeaders}. */
final class ElectLeadersRules implements CommandRules<ElectLeaders, Reply> {

  @Override
  public Decision<Reply> decide(ElectLeaders command, Situation situation) {
    List<MetadataRecord> records = new ArrayList<>();
    List<Result> results = new ArrayList<>();
    List<Target> asked = command.partitions();
    for (Target target : asked == null ? all(situation) : asked) {
      Refusal refusal = elect(command.kind(), target, situation, records);
      boolean idle = refusal != null && refusal.fault() == MetadataFault.ELECTION_NOT_NEEDED;
      if (asked != null || !idle) {
        results.add(new Result(target, refusal));
      }
    }
    return Decision.inParts(records, new Reply(results));
  }

  private static List<Target> all(Situation situation) {
    List<Target> all = new ArrayList<>();
    situation
        .image()
        .topics()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(each -> all.add(new Target(topic.name(), each.partition()))));
    return all;
  }

  private static @Nullable Refusal elect(
      Kind kind, Target target, Situation situation, List<MetadataRecord> records) {
    TopicImage topic = situation.image().topics().topic(target.topic());
    if (topic == null) {
      return new Refusal(MetadataFault.UNKNOWN_TOPIC, "No such topic as " + target.topic());
    }
    PartitionImage partition = topic.partition(target.partition());
    if (partition == null) {
      return new Refusal(
          MetadataFault.UNKNOWN_TOPIC,
          "No such partition as " + target.topic() + "-" + target.partition());
    }
    boolean served =
        kind == Kind.PREFERRED
            ? partition.leader() == partition.replicas().get(0)
            : partition.hasLeader();
    if (served) {
      return new Refusal(
          MetadataFault.ELECTION_NOT_NEEDED, "Leader election not needed for topic partition.");
    }
    PartitionChangeRecord.Builder change =
        PartitionChangeRecord.builder().partitionId(partition.partition()).topicId(topic.id());
    Refusal refusal =
        kind == Kind.PREFERRED
            ? preferred(partition, situation, change)
            : unclean(partition, situation, change);
    if (refusal == null) {
      records.add(situation.record(change.build()));
    }
    return refusal;
  }

  private static @Nullable Refusal preferred(
      PartitionImage partition, Situation situation, PartitionChangeRecord.Builder change) {
    int first = partition.replicas().get(0);
    if (!partition.isr().contains(first)
        || !Elections.usable(partition, first, situation.image().cluster())) {
      return new Refusal(
          MetadataFault.PREFERRED_LEADER_NOT_AVAILABLE, "The preferred leader was not available.");
    }
    change.leader(first);
    return null;
  }

  private static @Nullable Refusal unclean(
      PartitionImage partition, Situation situation, PartitionChangeRecord.Builder change) {
    OptionalInt candidate =
        partition.replicas().stream()
            .mapToInt(Integer::intValue)
            .filter(each -> Elections.usable(partition, each, situation.image().cluster()))
            .findFirst();
    if (candidate.isEmpty()) {
      return new Refusal(
          MetadataFault.ELIGIBLE_LEADERS_NOT_AVAILABLE,
          "Eligible topic partition leaders are not available.");
    }
    int leader = candidate.getAsInt();
    change.leader(leader);
    if (!partition.isr().contains(leader)) {
      change.isr(List.of(leader)).leaderRecoveryState(LeaderRecoveryState.RECOVERING.id());
    }
    return null;
  }
}
