package io.barnabas.metadata.controller;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.config.EffectiveConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates topics, each for itself: some may be created while others are refused.
 *
 * @param validateOnly check and answer as if, but create nothing
 */
public record CreateTopics(List<NewTopic> topics, boolean validateOnly)
    implements ControllerCommand<CreateTopics.Reply> {

  /** Ask for the broker's default where a partition count or replication factor is wanted. */
  public static final int DEFAULT = -1;

  public CreateTopics {
    topics = List.copyOf(topics);
  }

  /**
   * A topic to create.
   *
   * @param partitionCount 1 or more, or {@link #DEFAULT}
   * @param replicationFactor 1 or more, or {@link #DEFAULT}
   * @param assignments replicas chosen by hand (both numbers must then be -1); empty: the
   *     controller places them
   */
  public record NewTopic(
      String name,
      int partitionCount,
      int replicationFactor,
      List<PartitionAssignment> assignments,
      List<ConfigValue> configs) {
    public NewTopic {
      assignments = List.copyOf(assignments);
      configs = List.copyOf(configs);
    }

    /** A topic whose replicas the controller places. */
    public NewTopic(
        String name, int partitionCount, int replicationFactor, List<ConfigValue> configs) {
      this(name, partitionCount, replicationFactor, List.of(), configs);
    }
  }

  /** Brokers for one partition, the preferred leader first. */
  public record PartitionAssignment(int partition, List<Integer> brokers) {
    public PartitionAssignment {
      brokers = List.copyOf(brokers);
    }
  }

  public record ConfigValue(String name, @Nullable String value) {}

  /** One result for each name asked for, in the order of the request. */
  public record Reply(List<Result> results) {
    public Reply {
      results = List.copyOf(results);
    }
  }

  public sealed interface Result {
    String name();
  }

  /**
   * The topic exists now (or would, for {@code validateOnly}; the id is then zero).
   *
   * @param configs the effective configs of the topic, by name
   */
  public record Created(
      String name,
      Uuid topicId,
      int partitionCount,
      int replicationFactor,
      List<EffectiveConfig> configs)
      implements Result {
    public Created {
      configs = List.copyOf(configs);
    }
  }

  public record Refused(String name, Refusal refusal) implements Result {}
}
