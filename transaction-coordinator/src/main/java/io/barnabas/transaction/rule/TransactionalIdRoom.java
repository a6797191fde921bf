package io.barnabas.transaction.rule;

import io.barnabas.coordinator.HeapBudget;
import io.barnabas.transaction.state.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what the transactional ids of all partitions, and their open transactions, take of the
 * heap. Clients choose them, and each is known for {@code transactional.id.expiration.ms}, through
 * starts too. The last quarter is for the transactions of those that are known: new ids may not
 * stop them. Safe for use by many threads.
 */
public final class TransactionalIdRoom {
  /** Besides the id itself. */
  private static final long BYTES_EACH = 200;

  private static final long BYTES_PER_PARTITION = 48;

  private final HeapBudget budget;

  public TransactionalIdRoom(long mostBytes) {
    this.budget =
        new HeapBudget(
            "Transactional ids and what is open under them",
            ". transactional.id.expiration.ms lets go of those in no use earlier, and a larger"
                + " heap has room for more",
            mostBytes);
  }

  /** For the ids of a partition, which are loaded now: what there was of them before is gone. */
  public Share of(int partition) {
    return new Share(budget.of(partition));
  }

  private static long bytes(@Nullable Transaction transaction) {
    return transaction == null
        ? 0
        : BYTES_EACH
            + (long) Character.BYTES * transaction.id().length()
            + BYTES_PER_PARTITION * transaction.partitions().size();
  }

  /** What the ids of one partition take. Of the thread that has them. */
  public static final class Share {
    private final HeapBudget.Share budget;

    private Share(HeapBudget.Share budget) {
      this.budget = budget;
    }

    /** Whether one may become another; null where it is not known yet. */
    boolean hasRoomFor(@Nullable Transaction before, Transaction after, long nowMs) {
      long more = bytes(after) - bytes(before);
      return before == null ? budget.hasRoomForNew(more, nowMs) : budget.hasRoomFor(more, nowMs);
    }

    /** Notes that one has become another; null where it is not known. */
    void note(@Nullable Transaction before, @Nullable Transaction after) {
      budget.add(bytes(after) - bytes(before));
    }
  }
}
