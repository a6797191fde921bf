package io.barnabas.metadata.controller;

import io.barnabas.metadata.controller.AlterReassignments.Reply;
import io.barnabas.metadata.controller.AlterReassignments.Result;
import io.barnabas.metadata.controller.AlterReassignments.Wish;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.TopicImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides {@link AlterReassignments} for a cluster of one broker: every replica is where it can be,
 * so whatever passes the checks is done already, and there is never a move to stop.
 */
final class AlterReassignmentsRules implements CommandRules<AlterReassignments, Reply> {

  @Override
  public Decision<Reply> decide(AlterReassignments command, Situation situation) {
    return Decision.none(
        new Reply(
            command.wishes().stream()
                .map(wish -> new Result(wish, refusal(wish, command, situation.image())))
                .toList()));
  }

  private static @Nullable Refusal refusal(
      Wish wish, AlterReassignments command, MetadataImage image) {
    TopicImage topic = image.topics().topic(wish.topic());
    if (topic == null) {
      return new Refusal(
          MetadataFault.UNKNOWN_TOPIC, "Unable to find a topic named " + wish.topic() + ".");
    }
    PartitionImage partition = topic.partition(wish.partition());
    if (partition == null) {
      return new Refusal(
          MetadataFault.UNKNOWN_TOPIC,
          "Unable to find partition " + wish.topic() + ":" + wish.partition() + ".");
    }
    List<Integer> replicas = wish.replicas();
    if (replicas == null) {
      return new Refusal(MetadataFault.NO_REASSIGNMENT_IN_PROGRESS, "");
    }
    Refusal refusal = ManualAssignments.refusal(wish.partition(), replicas, 0, image.cluster());
    if (refusal != null) {
      return refusal;
    }
    if (!command.maySizeChange() && replicas.size() != partition.replicas().size()) {
      return new Refusal(
          MetadataFault.INVALID_REPLICATION_FACTOR,
          "The replication factor is changed from "
              + partition.replicas().size()
              + " to "
              + replicas.size());
    }
    return replicas.equals(partition.replicas())
        ? null
        : ManualAssignments.refusal("This broker does not move replicas to other brokers.");
  }
}
