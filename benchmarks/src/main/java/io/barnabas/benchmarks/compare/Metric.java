package io.barnabas.benchmarks.compare;

/**
 * What is measured. In all that have a ratio to speak of, except the throughputs, less is better.
 */
enum Metric {
  START_MS("start to first acknowledged produce", "ms"),
  START_CPU_S("processor time of that", "s"),
  START_RSS_MIB("resident after it", "MiB"),
  PRODUCE_CPU_S_PER_GB("processor time per GB produced", "s"),
  PRODUCE_MB_PER_S("produced", "MB/s"),
  PRODUCE_P50_MS("produce latency p50", "ms"),
  PRODUCE_P99_MS("produce latency p99", "ms"),
  PRODUCE_P999_MS("produce latency p99.9", "ms"),
  FETCH_CPU_S_PER_GB("processor time per GB fetched", "s"),
  FETCH_MB_PER_S("fetched", "MB/s"),
  LOAD_RSS_MIB("resident after the load", "MiB"),
  PEAK_RSS_MIB("most resident", "MiB"),
  STOP_MS("SIGTERM to exit", "ms");

  private final String title;
  private final String unit;

  Metric(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }
}
