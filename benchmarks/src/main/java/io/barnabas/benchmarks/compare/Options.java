package io.barnabas.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command line of the comparison. */
record Options(
    Path root,
    List<String> scenarios,
    int pairs,
    double seconds,
    double warmup,
    double gigabytes,
    double readMbPerSecond,
    int partitions,
    int kafkaPartitions,
    List<Long> sizes,
    int scraped,
    String only,
    @Nullable Path pages) {
  /** Scenarios that are more than a load. */
  private static final List<String> OF_THEIR_OWN =
      List.of(
          "recovery",
          "partitions",
          "cold",
          "transactions",
          "groups",
          "endtoend",
          "connections",
          "storm",
          "scrape",
          "tls");

  static final String USAGE =
      """
      usage: benchmarks/run [--pairs N] [--seconds S] [--warmup S] [--only barnabas] [SCENARIO...]
        scenarios: start, batches (the default), lz4, zstd, small, large,
                   fsync1, fsync8 (flush.messages=1, 1 and 8 partitions);
                   recovery [--gigabytes N], cold [--gigabytes N] [--read-mb-per-second N]; partitions [--partitions N] [--kafka-partitions N];
                   transactions, groups (1,000 commit offsets), endtoend (2,000 records/s),
                   connections (2,000); storm (a producer and a consumer beside 5,700 others);
                   tls (as batches, encrypted); scrape [--scraped N] (/metrics with 10,000 partitions)
        the same load while something grows, a curve each: growth-partitions [--kafka-partitions N], growth-connections,
                   growth-groups, growth-log (GB); [--sizes N,N,...] for other sizes than 1, 100, 10,000 and so on; growth for all four
        --pages DIR writes a page with a table and a chart for each, and renews the figures in DIR.md
        quick:     benchmarks/run --pairs 3 --seconds 5
                   benchmarks/run --pairs 1 --seconds 4 --warmup 5 growth
      """;

  static Options parse(String[] arguments) {
    List<String> scenarios = new ArrayList<>();
    List<Long> sizes = List.of();
    int pairs = 5;
    double seconds = 20;
    double warmup = -1;
    String only = "";
    Path pages = null;
    double gigabytes = 2;
    double readMbPerSecond = Double.POSITIVE_INFINITY;
    int partitions = 50_000;
    int kafkaPartitions = 5_000;
    int scraped = 10_000;
    for (int i = 1; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--pairs" -> pairs = Integer.parseInt(value(arguments, ++i));
        case "--seconds" -> seconds = Double.parseDouble(value(arguments, ++i));
        case "--warmup" -> warmup = Double.parseDouble(value(arguments, ++i));
        case "--gigabytes" -> gigabytes = Double.parseDouble(value(arguments, ++i));
        case "--pages" -> pages = Path.of(value(arguments, ++i));
        case "--only" -> only = value(arguments, ++i);
        case "--read-mb-per-second" -> readMbPerSecond = Double.parseDouble(value(arguments, ++i));
        case "--partitions" -> partitions = Integer.parseInt(value(arguments, ++i));
        case "--scraped" -> scraped = Integer.parseInt(value(arguments, ++i));
        case "--kafka-partitions" -> kafkaPartitions = Integer.parseInt(value(arguments, ++i));
        case "--sizes" ->
            sizes = Arrays.stream(value(arguments, ++i).split(",")).map(Long::valueOf).toList();
        case "--help" -> throw new IllegalArgumentException("");
        case "growth" -> scenarios.addAll(Growth.scenarios());
        default -> scenarios.add(scenario(arguments[i]));
      }
    }
    if (scenarios.isEmpty()) {
      scenarios.add("batches");
    }
    return new Options(
        Path.of(arguments[0]),
        List.copyOf(scenarios),
        pairs,
        seconds,
        warmup < 0 ? seconds / 2 : warmup,
        gigabytes,
        readMbPerSecond,
        partitions,
        kafkaPartitions,
        sizes,
        scraped,
        only,
        pages);
  }

  private static String scenario(String name) {
    return OF_THEIR_OWN.contains(name) || Growth.of(name).isPresent()
        ? name
        : Scenario.of(name, 1, 1).name();
  }

  private static String value(String[] arguments, int index) {
    if (index >= arguments.length) {
      throw new IllegalArgumentException(arguments[index - 1] + " needs a value");
    }
    return arguments[index];
  }
}
