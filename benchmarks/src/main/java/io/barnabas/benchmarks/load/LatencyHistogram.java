package io.barnabas.benchmarks.load;

/**
 * Counts latencies in buckets of about 1.5 % width. Not thread-safe; {@link #add} joins those of
 * several threads.
 */
public final class LatencyHistogram {
  private static final int SUB_BITS = 6;
  private static final int SUB_COUNT = 1 << SUB_BITS;

  private final long[] buckets = new long[(Long.SIZE - SUB_BITS + 1) * SUB_COUNT];
  private long count;

  public void record(long nanos) {
    buckets[bucket(Math.max(0, nanos))]++;
    count++;
  }

  public void add(LatencyHistogram other) {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] += other.buckets[i];
    }
    count += other.count;
  }

  public long count() {
    return count;
  }

  /**
   * The latency in ns that {@code quantile} (0 to 1) of all stay at or below; 0 if there are none.
   */
  public long quantile(double quantile) {
    long wanted = (long) Math.ceil(quantile * count);
    long seen = 0;
    for (int i = 0; i < buckets.length; i++) {
      seen += buckets[i];
      if (seen >= wanted && seen > 0) {
        return upperBound(i);
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - SUB_BITS - 1);
    return shift * SUB_COUNT + (int) (nanos >>> shift);
  }

  private static long upperBound(int bucket) {
    int shift = Math.max(0, bucket / SUB_COUNT - 1);
    return ((bucket - (long) shift * SUB_COUNT + 1) << shift) - 1;
  }
}
