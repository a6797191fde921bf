package io.barnabas.server.fetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The partitions a client fetches again and again, so that its requests carry changes only and the
 * answers carry news only (KIP-227). Thread-safe by its own monitor, held for memory work only.
 *
 * <p>The order of the partitions is the order they are read in. Partitions that gave data go to the
 * end, so that under a tight limit of bytes each has its turn.
 */
final class FetchSession {
  private static final int CHARS_PER_PLACE = 64;

  private final int id;
  private final boolean usesTopicIds;
  private final Map<FetchKey, SessionPartition> partitions = new LinkedHashMap<>();
  private int epoch = SessionEpochs.next(SessionEpochs.INITIAL);
  private int places;
  private boolean grown;
  private boolean ended;

  /** A session whose next request carries epoch 1. */
  FetchSession(int id, boolean usesTopicIds, List<FetchedPartition> first) {
    this.id = id;
    this.usesTopicIds = usesTopicIds;
    for (FetchedPartition found : first) {
      SessionPartition partition = new SessionPartition(found.target());
      partition.tell(found);
      add(found.target().key(), partition);
    }
  }

  private void add(FetchKey key, SessionPartition partition) {
    if (partitions.put(key, partition) == null) {
      places += places(key);
    }
  }

  /** Clients choose the names, which need not be those of topics. */
  private static int places(FetchKey key) {
    return 1 + key.topic().length() / CHARS_PER_PLACE;
  }

  int id() {
    return id;
  }

  /**
   * Takes an incremental request's changes, or says why it is not the one that comes next.
   *
   * @param counted what all sessions take
   */
  synchronized @Nullable SessionFault advance(FetchDemand demand, AtomicLong counted) {
    if (ended) {
      return SessionFault.NOT_FOUND;
    }
    if (demand.sessionEpoch() != epoch) {
      return SessionFault.WRONG_EPOCH;
    }
    if (demand.usesTopicIds() != usesTopicIds) {
      return SessionFault.TOPIC_ID_MISMATCH;
    }
    int before = places;
    for (FetchTarget target : demand.targets()) {
      SessionPartition known = partitions.get(target.key());
      if (known == null) {
        add(target.key(), new SessionPartition(target));
      } else {
        known.update(target);
      }
    }
    for (FetchKey key : demand.forgotten()) {
      if (partitions.remove(key) != null) {
        places -= places(key);
      }
    }
    epoch = SessionEpochs.next(epoch);
    grown = places > before;
    if (places != before) {
      counted.addAndGet(places - before);
    }
    return null;
  }

  /** Whether the last request made it larger. */
  synchronized boolean hasGrown() {
    return grown;
  }

  /** What is to be read now, in order. */
  synchronized List<FetchTarget> targets() {
    List<FetchTarget> targets = new ArrayList<>(partitions.size());
    for (SessionPartition partition : partitions.values()) {
      targets.add(partition.target());
    }
    return targets;
  }

  synchronized int size() {
    return partitions.size();
  }

  /** What it takes of the memory for sessions: one place for a partition with a short name. */
  synchronized int places() {
    return places;
  }

  /** Changes no more from here on; returns what it took. */
  synchronized int end() {
    ended = true;
    return places;
  }

  synchronized boolean isEmpty() {
    return partitions.isEmpty();
  }

  /**
   * The part of what was found that is news to the client; null when a later request of this
   * session has come meanwhile.
   *
   * @param answered the epoch of the request being answered
   */
  synchronized @Nullable List<FetchedPartition> news(int answered, List<FetchedPartition> found) {
    if (SessionEpochs.next(answered) != epoch) {
      return null;
    }
    List<FetchedPartition> news = new ArrayList<>();
    for (FetchedPartition each : found) {
      FetchKey key = each.target().key();
      SessionPartition partition = partitions.get(key);
      if (partition == null || !partition.tell(each)) {
        continue;
      }
      news.add(each);
      if (each.sizeInBytes() > 0) {
        partitions.remove(key);
        partitions.put(key, partition);
      }
    }
    return news;
  }
}
