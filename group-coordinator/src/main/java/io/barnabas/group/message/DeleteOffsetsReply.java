package io.barnabas.group.message;

import java.util.List;

/**
 * The answer to {@link DeleteOffsets}: a fault for the group (then no topics), or one result per
 * partition.
 */
public record DeleteOffsetsReply(GroupFault fault, List<Topic> topics) {

  public DeleteOffsetsReply {
    topics = List.copyOf(topics);
  }

  public record Topic(String name, List<Partition> partitions) {
    public Topic {
      partitions = List.copyOf(partitions);
    }
  }

  public record Partition(int index, GroupFault fault) {}

  public static DeleteOffsetsReply refused(GroupFault fault) {
    return new DeleteOffsetsReply(fault, List.of());
  }
}
