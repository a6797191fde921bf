package io.barnabas.metadata.quorum;

import io.barnabas.codec.message.VotersRecord;
import java.util.List;

/**
 * What a metadata log says of its quorum.
 *
 * @param epoch the newest leader epoch in the log, 0 without any
 * @param kraftVersion 1 where the log says who votes, otherwise 0
 * @param voters node ids, from the log or from {@code quorum-state}; empty where neither says
 */
public record StoredQuorum(int epoch, short kraftVersion, List<Integer> voters) {
  public StoredQuorum {
    voters = List.copyOf(voters);
  }

  /**
   * Reads what is stored, without taking part in the quorum or writing anything.
   *
   * @param listener told of everything there is
   * @throws MetadataCorruptionException if it cannot be read
   */
  public static StoredQuorum read(LocalQuorum.Storage storage, MetadataQuorum.Listener listener) {
    LogReplay.Replayed replayed = new LogReplay(storage, listener, bytes -> {}).run();
    VoterSet said = replayed.voters();
    List<Integer> voters =
        said.isInLog()
            ? said.voters().stream().map(VotersRecord.Voter::voterId).toList()
            : storage
                .quorumState()
                .read()
                .map(text -> QuorumState.parse(text).voters())
                .orElse(List.of());
    return new StoredQuorum(replayed.epoch(), said.kraftVersion(), voters);
  }
}
