package io.barnabas.coordinator;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what the shards of all partitions keep on the heap of things that clients choose, which
 * stay when the request is done. The last quarter is for what grows of those that are known: new
 * ones may not stop them. Guarded by itself.
 */
public final class HeapBudget {
  private static final Logger LOG = LoggerFactory.getLogger(HeapBudget.class);

  /** It comes and goes by the second with somebody who makes names up. */
  private static final long TELL_INTERVAL_MS = 60_000;

  private final String what;
  private final String remedy;
  private final long mostBytes;
  private final Map<Integer, Share> shares = new HashMap<>();
  private long usedBytes;
  private long toldMs = Long.MIN_VALUE / 2;

  /**
   * Nothing of it is used yet.
   *
   * @param what begins the sentence that tells of want, and is many
   * @param remedy ends it: what the operator can do; may be empty
   */
  public HeapBudget(String what, String remedy, long mostBytes) {
    this.what = what;
    this.remedy = remedy;
    this.mostBytes = mostBytes;
  }

  /** For a partition that is loaded now: what there was of it before is gone. */
  public synchronized Share of(int partition) {
    Share share = new Share(partition);
    Share before = shares.put(partition, share);
    usedBytes -= before == null ? 0 : before.bytes;
    return share;
  }

  private synchronized boolean hasRoomFor(long bytes, long most, long nowMs) {
    boolean has = bytes <= 0 || usedBytes + bytes <= most;
    if (!has && nowMs - toldMs >= TELL_INTERVAL_MS) {
      toldMs = nowMs;
      LOG.warn(
          "{} take {} bytes of {} that they may: others are told to come later{}",
          what,
          usedBytes,
          mostBytes,
          remedy);
    }
    return has;
  }

  private synchronized void add(Share share, long bytes) {
    share.bytes += bytes;
    if (shares.get(share.partition) == share) {
      usedBytes += bytes;
    }
  }

  /** What one partition takes. Of the thread that has the partition. */
  public final class Share {
    private final int partition;

    /** Guarded by the budget. */
    private long bytes;

    private Share(int partition) {
      this.partition = partition;
    }

    /** Whether what is known may take so many more bytes; always where it takes none. */
    public boolean hasRoomFor(long more, long nowMs) {
      return HeapBudget.this.hasRoomFor(more, mostBytes, nowMs);
    }

    /** Whether something new may take so many bytes. */
    public boolean hasRoomForNew(long more, long nowMs) {
      return HeapBudget.this.hasRoomFor(more, mostBytes - mostBytes / 4, nowMs);
    }

    /** Notes that so many more bytes are taken, or fewer. */
    public void add(long more) {
      HeapBudget.this.add(this, more);
    }
  }
}
