package io.barnabas.metadata.controller;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves replicas of partitions to other brokers, or stops a move (KIP-455).
 *
 * @param maySizeChange whether a partition may have more or fewer replicas afterwards
 */
public record AlterReassignments(List<Wish> wishes, boolean maySizeChange)
    implements ControllerCommand<AlterReassignments.Reply> {
  public AlterReassignments {
    wishes = List.copyOf(wishes);
  }

  /**
   * Where one partition shall be.
   *
   * @param replicas null: a move going on shall stop
   */
  public record Wish(String topic, int partition, @Nullable List<Integer> replicas) {
    public Wish {
      replicas = replicas == null ? null : List.copyOf(replicas);
    }
  }

  /** One result for each wish, in their order. */
  public record Reply(List<Result> results) {
    public Reply {
      results = List.copyOf(results);
    }
  }

  /**
   * How one partition fared.
   *
   * @param refusal null if it is where it shall be, or on its way
   */
  public record Result(Wish wish, @Nullable Refusal refusal) {}
}
