package io.barnabas.benchmarks.compare;

/**
 * What is measured. In all that have a ratio to speak of, except the throughputs, less is better.
 */
enum Metric {
  START_MS("start to first acknowledged produce", "ms"),
  START_CPU_S("processor time of that", "s"),
  START_RSS_MIB("resident after it", "MiB"),
  PRODUCE_CPU_S_PER_GB("processor time per GB produced", "s"),
  PRODUCE_KERNEL_PERCENT("of that in the kernel, producing", "%"),
  PRODUCE_CPU_US("processor time per produce request", "us"),
  PRODUCE_MB_PER_S("produced", "MB/s"),
  PRODUCE_PER_S("produce requests", "1/s"),
  PRODUCE_P50_MS("produce latency p50", "ms"),
  PRODUCE_P99_MS("produce latency p99", "ms"),
  PRODUCE_P999_MS("produce latency p99.9", "ms"),
  FETCH_CPU_S_PER_GB("processor time per GB fetched", "s"),
  FETCH_KERNEL_PERCENT("of that in the kernel, fetching", "%"),
  FETCH_MB_PER_S("fetched", "MB/s"),
  FETCH_CPU_US("processor time per fetch request", "us"),
  FETCH_PER_S("fetch requests", "1/s"),
  FETCH_P99_MS("fetch latency p99", "ms"),
  FETCH_64K_CPU_S_PER_GB("processor time per GB fetched by 64 KiB", "s"),
  FETCH_64K_MB_PER_S("fetched by 64 KiB", "MB/s"),
  LOAD_RSS_MIB("resident after the load", "MiB"),
  PEAK_RSS_MIB("most resident", "MiB"),
  READY_AFTER_KILL_MS("start after kill -9 to all ready", "ms"),
  READY_AFTER_KILL_CPU_S("processor time of that", "s"),
  READY_AFTER_STOP_MS("start after a clean stop to all ready", "ms"),
  CREATE_1000_MS("first 1,000 partitions created and led", "ms"),
  USABLE_1000_MS("1,000 partitions created, and each given a record", "ms"),
  CREATE_ALL_MS("all partitions created and led", "ms"),
  CREATE_CPU_MS_PER_1000("processor time per 1,000 partitions", "ms"),
  FIRST_RECORDS_PER_S("first records of all partitions", "1/s"),
  FIRST_RECORD_CPU_US("processor time per first record", "us"),
  SPREAD_RECORDS_PER_S("records over 1,000 partitions", "1/s"),
  IDLE_CPU_PERCENT("idle processor time", "%"),
  OPEN_FILES("open files", ""),
  MAPPINGS("memory mappings", ""),
  DELETE_MS("1,000 partitions deleted", "ms"),
  QUIET_P50_MS("produce latency p50, undisturbed", "ms"),
  QUIET_P99_MS("produce latency p99, undisturbed", "ms"),
  WARM_P50_MS("produce latency p50, with a reader from memory", "ms"),
  WARM_P99_MS("produce latency p99, with a reader from memory", "ms"),
  DISTURBED_P50_MS("produce latency p50, with a cold reader", "ms"),
  DISTURBED_P99_MS("produce latency p99, with a cold reader", "ms"),
  DISTURBED_P99_TIMES("that to undisturbed", "times"),
  COLD_MB_PER_S("cold reader", "MB/s"),
  V2_16_COMMITS_PER_S("V2, 16 producers: commits", "1/s"),
  V2_16_COMMIT_P50_MS("V2, 16 producers: commit p50", "ms"),
  V2_16_COMMIT_P99_MS("V2, 16 producers: commit p99", "ms"),
  V2_16_COMMIT_CPU_US("V2, 16 producers: processor time", "us"),
  V2_1_COMMITS_PER_S("V2, 1 producer: commits", "1/s"),
  V2_1_COMMIT_P50_MS("V2, 1 producer: commit p50", "ms"),
  V2_1_COMMIT_P99_MS("V2, 1 producer: commit p99", "ms"),
  V2_1_COMMIT_CPU_US("V2, 1 producer: processor time", "us"),
  V1_16_COMMITS_PER_S("V1, 16 producers: commits", "1/s"),
  V1_16_COMMIT_P50_MS("V1, 16 producers: commit p50", "ms"),
  V1_16_COMMIT_P99_MS("V1, 16 producers: commit p99", "ms"),
  V1_16_COMMIT_CPU_US("V1, 16 producers: processor time", "us"),
  V1_1_COMMITS_PER_S("V1, 1 producer: commits", "1/s"),
  V1_1_COMMIT_P50_MS("V1, 1 producer: commit p50", "ms"),
  V1_1_COMMIT_P99_MS("V1, 1 producer: commit p99", "ms"),
  V1_1_COMMIT_CPU_US("V1, 1 producer: processor time", "us"),
  OFFSET_COMMITS_PER_S("offset commits", "1/s"),
  OFFSET_COMMIT_P50_MS("offset commit p50", "ms"),
  OFFSET_COMMIT_P99_MS("offset commit p99", "ms"),
  OFFSET_COMMIT_CPU_US("processor time per offset commit", "us"),
  END_TO_END_PER_S("records consumed", "1/s"),
  END_TO_END_P50_MS("end to end p50", "ms"),
  END_TO_END_P99_MS("end to end p99", "ms"),
  END_TO_END_P999_MS("end to end p99.9", "ms"),
  END_TO_END_CPU_US("processor time per record", "us"),
  CONNECT_MS("2,000 connections at once", "ms"),
  CONNECTIONS_LOST("lost before their answer, and opened again", ""),
  CONNECT_CPU_US("processor time per connection", "us"),
  CONNECTION_KIB("resident per idle connection", "KiB"),
  QUIET_CONSUMER_P99_MS("end to end p99, undisturbed", "ms"),
  CONTROL_P99_MS("produce latency p99, with a crowd at another program", "ms"),
  CONTROL_CONSUMER_P99_MS("end to end p99, with a crowd at another program", "ms"),
  STORM_P99_MS("produce latency p99, with a crowd", "ms"),
  STORM_CONSUMER_P99_MS("end to end p99, with a crowd", "ms"),
  STORM_PASSED_PER_S("clients that come and go", "1/s"),
  STORM_CPU_PERCENT("processor time for the crowd", "%"),
  STORM_MIB("resident for the crowd", "MiB"),
  STORM_ROUNDS("storms it has come through, of 3", ""),
  OUT_OF_MEMORY("OutOfMemoryError in its log", "lines"),
  SCRAPE_P50_MS("page of metrics p50", "ms"),
  SCRAPE_P99_MS("page of metrics p99", "ms"),
  SCRAPE_CPU_MS("processor time per page", "ms"),
  SCRAPE_MIB("size of a page", "MiB"),
  PROMETHEUS_P50_MS("compressed, looked up anew p50", "ms"),
  PROMETHEUS_P99_MS("compressed, looked up anew p99", "ms"),
  PROMETHEUS_CPU_MS("processor time of that", "ms"),
  PROMETHEUS_MIB("size of that", "MiB"),
  MOVED_P50_MS("the same, all partitions written to p50", "ms"),
  MOVED_P99_MS("the same, all partitions written to p99", "ms"),
  MOVED_CPU_MS("processor time of that", "ms"),
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
