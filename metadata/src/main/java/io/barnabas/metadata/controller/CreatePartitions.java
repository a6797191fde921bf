package io.barnabas.metadata.controller;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds partitions to topics.
 *
 * @param validateOnly check and answer as if, but add nothing
 */
public record CreatePartitions(List<TopicGrowth> topics, boolean validateOnly)
    implements ControllerCommand<CreatePartitions.Reply> {
  public CreatePartitions {
    topics = List.copyOf(topics);
  }

  /**
   * What one topic shall become.
   *
   * @param totalCount how many partitions it shall have afterwards
   * @param assignments brokers for each new partition in order, null: the controller places them
   */
  public record TopicGrowth(
      String name, int totalCount, @Nullable List<List<Integer>> assignments) {
    public TopicGrowth {
      assignments = assignments == null ? null : assignments.stream().map(List::copyOf).toList();
    }
  }

  /** One result for each name, in the order of the request. */
  public record Reply(List<Result> results) {
    public Reply {
      results = List.copyOf(results);
    }
  }

  /**
   * How one topic fared.
   *
   * @param refusal null if the partitions were added
   */
  public record Result(String name, @Nullable Refusal refusal) {}
}
