package io.barnabas.group.message;

import io.barnabas.codec.Uuid;
import java.util.List;

/**
 * The answer to {@link CommitOffsets}: every partition of the request, in request order, with its
 * fault.
 */
public record CommitReply(List<Topic> topics) {

  public CommitReply {
    topics = List.copyOf(topics);
  }

  public record Topic(Uuid topicId, String name, List<Partition> partitions) {
    public Topic {
      partitions = List.copyOf(partitions);
    }
  }

  public record Partition(int index, GroupFault fault) {}

  /** Every partition of the command refused for the same reason. */
  public static CommitReply refused(CommitOffsets command, GroupFault fault) {
    return new CommitReply(
        command.topics().stream()
            .map(
                topic ->
                    new Topic(
                        topic.topicId(),
                        topic.name(),
                        topic.partitions().stream()
                            .map(partition -> new Partition(partition.index(), fault))
                            .toList()))
            .toList());
  }
}
