package io.barnabas.transaction.rule;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what the transactional ids of all partitions take of the heap. Clients choose them, and
 * each is known for {@code transactional.id.expiration.ms}, through starts too. Guarded by itself.
 */
public final class TransactionalIdRoom {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionalIdRoom.class);
  private static final long TELL_INTERVAL_MS = 60_000;

  /** Besides the id itself. */
  private static final long BYTES_EACH = 200;

  private final long mostBytes;
  private final Map<Integer, Share> shares = new HashMap<>();
  private long usedBytes;
  private long toldMs = Long.MIN_VALUE / 2;

  public TransactionalIdRoom(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** For the ids of a partition, which are loaded now: what there was of them before is gone. */
  public synchronized Share of(int partition) {
    Share before = shares.remove(partition);
    usedBytes -= before == null ? 0 : before.bytes;
    Share share = new Share(partition);
    shares.put(partition, share);
    return share;
  }

  private static long bytes(String transactionalId) {
    return BYTES_EACH + (long) Character.BYTES * transactionalId.length();
  }

  private synchronized boolean hasRoomFor(String transactionalId, long nowMs) {
    boolean has = usedBytes + bytes(transactionalId) <= mostBytes;
    if (!has && nowMs - toldMs >= TELL_INTERVAL_MS) {
      toldMs = nowMs;
      LOG.warn(
          "Transactional ids take {} bytes of {} that they may: new ones are told to come later."
              + " transactional.id.expiration.ms lets go of those in no use earlier, and a larger"
              + " heap has room for more",
          usedBytes,
          mostBytes);
    }
    return has;
  }

  private synchronized void add(Share share, long bytes) {
    share.bytes += bytes;
    if (shares.get(share.partition) == share) {
      usedBytes += bytes;
    }
  }

  /** What the ids of one partition take. Of the thread that has them. */
  public final class Share {
    private final int partition;

    /** Guarded by the room. */
    private long bytes;

    private Share(int partition) {
      this.partition = partition;
    }

    /** Whether one more may be known. */
    boolean hasRoomFor(String transactionalId, long nowMs) {
      return TransactionalIdRoom.this.hasRoomFor(transactionalId, nowMs);
    }

    void added(String transactionalId) {
      add(this, bytes(transactionalId));
    }

    void removed(String transactionalId) {
      add(this, -bytes(transactionalId));
    }
  }
}
