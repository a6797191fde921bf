package io.barnabas.transaction.rule;

import io.barnabas.transaction.state.Transaction;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what the transactional ids of all partitions, and their open transactions, take of the
 * heap. Clients choose them, and each is known for {@code transactional.id.expiration.ms}, through
 * starts too. The last quarter is for the transactions of those that are known: new ids may not
 * stop them. Guarded by itself.
 */
public final class TransactionalIdRoom {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionalIdRoom.class);
  private static final long TELL_INTERVAL_MS = 60_000;

  /** Besides the id itself. */
  private static final long BYTES_EACH = 200;

  private static final long BYTES_PER_PARTITION = 48;

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

  private static long bytes(@Nullable Transaction transaction) {
    return transaction == null
        ? 0
        : BYTES_EACH
            + (long) Character.BYTES * transaction.id().length()
            + BYTES_PER_PARTITION * transaction.partitions().size();
  }

  private synchronized boolean hasRoomFor(boolean isNew, long bytes, long nowMs) {
    long most = isNew ? mostBytes - mostBytes / 4 : mostBytes;
    boolean has = bytes <= 0 || usedBytes + bytes <= most;
    if (!has && nowMs - toldMs >= TELL_INTERVAL_MS) {
      toldMs = nowMs;
      LOG.warn(
          "Transactional ids and what is open under them take {} bytes of {} that they may: others"
              + " are told to come later."
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

    /** Whether one may become another; null where it is not known yet. */
    boolean hasRoomFor(@Nullable Transaction before, Transaction after, long nowMs) {
      return TransactionalIdRoom.this.hasRoomFor(
          before == null, bytes(after) - bytes(before), nowMs);
    }

    /** Notes that one has become another; null where it is not known. */
    void note(@Nullable Transaction before, @Nullable Transaction after) {
      add(this, bytes(after) - bytes(before));
    }
  }
}
