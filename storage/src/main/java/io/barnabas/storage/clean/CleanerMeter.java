package io.barnabas.storage.clean;

import io.barnabas.storage.log.PartitionId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Keeps what a {@link CleanerReport} tells. Any thread. */
final class CleanerMeter {
  /** One cleaning that was done. */
  record Cleaning(long bytesBefore, long bytesAfter, long tookNanos, double keysRatio) {}

  private final LongSupplier nanoTime;
  private final Deque<Cleaning> last = new ArrayDeque<>();
  private long lookNanos;
  private double dirtiestRatio;
  private long overdueMs;
  private Map<PartitionId, Long> uncleanableBytes = Map.of();

  CleanerMeter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lookNanos = nanoTime.getAsLong();
  }

  /** All logs have been looked at. */
  synchronized void looked(double dirtiest, long overdue, Map<PartitionId, Long> uncleanable) {
    lookNanos = nanoTime.getAsLong();
    dirtiestRatio = dirtiest;
    overdueMs = overdue;
    uncleanableBytes = uncleanable;
  }

  /**
   * A log has been cleaned.
   *
   * @param kept how many cleanings are remembered
   */
  synchronized void cleaned(Cleaning cleaning, int kept) {
    last.addLast(cleaning);
    while (last.size() > kept) {
      last.removeFirst();
    }
  }

  synchronized CleanerReport report() {
    long before = last.stream().mapToLong(Cleaning::bytesBefore).sum();
    long after = last.stream().mapToLong(Cleaning::bytesAfter).sum();
    return new CleanerReport(
        TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - lookNanos),
        dirtiestRatio,
        overdueMs,
        uncleanableBytes,
        before == 0 ? 0 : (double) after / before,
        TimeUnit.NANOSECONDS.toMillis(last.stream().mapToLong(Cleaning::tookNanos).max().orElse(0)),
        last.stream().mapToDouble(Cleaning::keysRatio).max().orElse(0));
  }
}
