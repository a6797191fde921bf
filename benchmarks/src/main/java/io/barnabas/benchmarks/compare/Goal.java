package io.barnabas.benchmarks.compare;

import java.util.List;
import java.util.Locale;

/**
 * What a scenario is to show: a ratio to Apache Kafka in the same run.
 *
 * @param atLeast whether more is better
 * @param floor what the machine asks for the same in any case, in the unit of the metric; 0 where
 *     nothing is known of that
 */
record Goal(String scenario, Metric metric, boolean atLeast, double ratio, double floor) {
  /** Over loopback and the page cache: both ends of TCP 0.3, writes of 16 KiB 0.36. */
  private static final double PRODUCE_FLOOR = 0.7;

  private static final double SEND_FLOOR = 0.15;

  static final List<Goal> ALL =
      List.of(
          most("start", Metric.START_MS, 0.2),
          most("start", Metric.START_CPU_S, 0.2),
          most("start", Metric.START_RSS_MIB, 0.3),
          most("batches", Metric.PRODUCE_CPU_S_PER_GB, 0.35, PRODUCE_FLOOR),
          least("batches", Metric.PRODUCE_MB_PER_S, 1.7),
          most("batches", Metric.FETCH_CPU_S_PER_GB, 0.7, SEND_FLOOR),
          most("batches", Metric.FETCH_64K_CPU_S_PER_GB, 0.4, SEND_FLOOR),
          most("batches", Metric.LOAD_RSS_MIB, 0.3),
          most("large", Metric.PRODUCE_CPU_S_PER_GB, 0.5),
          most("lz4", Metric.PRODUCE_CPU_S_PER_GB, 0.4, PRODUCE_FLOOR),
          most("zstd", Metric.PRODUCE_CPU_S_PER_GB, 0.4, PRODUCE_FLOOR),
          most("small", Metric.PRODUCE_CPU_US, 0.4),
          most("endtoend", Metric.END_TO_END_P99_MS, 0.5),
          most("endtoend", Metric.END_TO_END_CPU_US, 0.5),
          least("fsync1", Metric.PRODUCE_PER_S, 6),
          least("fsync8", Metric.PRODUCE_PER_S, 4),
          least("groups", Metric.OFFSET_COMMITS_PER_S, 5),
          most("groups", Metric.OFFSET_COMMIT_CPU_US, 0.25),
          least("transactions", Metric.V2_16_COMMITS_PER_S, 1.5),
          most("transactions", Metric.V2_16_COMMIT_CPU_US, 0.7),
          most("recovery", Metric.READY_AFTER_KILL_MS, 0.1),
          most("partitions", Metric.USABLE_1000_MS, 0.1),
          least("partitions", Metric.FIRST_RECORDS_PER_S, 10),
          least("partitions", Metric.SPREAD_RECORDS_PER_S, 10),
          most("connections", Metric.CONNECT_MS, 0.1),
          most("connections", Metric.CONNECTION_KIB, 1));

  private static Goal most(String scenario, Metric metric, double ratio) {
    return most(scenario, metric, ratio, 0);
  }

  private static Goal most(String scenario, Metric metric, double ratio, double floor) {
    return new Goal(scenario, metric, false, ratio, floor);
  }

  private static Goal least(String scenario, Metric metric, double ratio) {
    return new Goal(scenario, metric, true, ratio, 0);
  }

  boolean isReached(double measured) {
    return atLeast ? measured >= ratio : measured <= ratio;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %s", atLeast ? "at least" : "at most", ratio);
  }
}
