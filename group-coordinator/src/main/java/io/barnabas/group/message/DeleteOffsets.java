package io.barnabas.group.message;

import java.util.List;

/** Forget committed offsets of a group, except those of topics it is subscribed to. */
public record DeleteOffsets(String groupId, List<Topic> topics) {

  public DeleteOffsets {
    topics = List.copyOf(topics);
  }

  public record Topic(String name, List<Integer> partitions) {
    public Topic {
      partitions = List.copyOf(partitions);
    }
  }
}
