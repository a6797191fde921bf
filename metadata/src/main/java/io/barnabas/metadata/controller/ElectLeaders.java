package io.barnabas.metadata.controller;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Elects leaders on somebody's wish (KIP-460).
 *
 * @param partitions null: every partition that could do with an election
 */
public record ElectLeaders(Kind kind, @Nullable List<Target> partitions)
    implements ControllerCommand<ElectLeaders.Reply> {
  public ElectLeaders {
    partitions = partitions == null ? null : List.copyOf(partitions);
  }

  /** Who shall lead; the ids are those of the wire. */
  public enum Kind {
    /** The replica that was assigned first, where it is in sync. */
    PREFERRED,
    /** Any replica in service where nobody leads, even one that has missed something. */
    UNCLEAN;

    /** The kind with this id, or null if there is none. */
    public static @Nullable Kind ofId(byte id) {
      return id >= 0 && id < values().length ? values()[id] : null;
    }
  }

  /** A partition by the name of its topic. */
  public record Target(String topic, int partition) {}

  /**
   * One result for each partition, in the order of the request; where all were meant, of those that
   * could do with an election.
   */
  public record Reply(List<Result> results) {
    public Reply {
      results = List.copyOf(results);
    }
  }

  /**
   * How one partition fared.
   *
   * @param refusal null if it has the leader wanted
   */
  public record Result(Target target, @Nullable Refusal refusal) {}
}
