package io.barnabas.server.partition;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the in-sync replicas of a partition have come, as its leader knows: its own log end, and
 * of every other the offset it last asked for. The lowest of them is the high watermark. A replica
 * that has not been heard of in this epoch counts as being at offset 0, so it holds the high
 * watermark where it is. Thread-safe.
 */
final class InSyncEnds {
  private final int ownId;
  private final List<Integer> isr;
  private final Map<Integer, Long> others = new ConcurrentHashMap<>();

  InSyncEnds(int ownId, List<Integer> isr) {
    this.ownId = ownId;
    this.isr = List.copyOf(isr);
  }

  /** Another replica has everything below this offset. */
  void heard(int replicaId, long logEndOffset) {
    others.merge(replicaId, logEndOffset, Math::max);
  }

  /** The end of what all in-sync replicas have. */
  long lowest(long ownLogEndOffset) {
    long lowest = ownLogEndOffset;
    for (int replica : isr) {
      if (replica != ownId) {
        lowest = Math.min(lowest, others.getOrDefault(replica, 0L));
      }
    }
    return lowest;
  }
}
