package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.Topic;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What grows while the load stays the same. */
enum Growth {
  PARTITIONS("growth-partitions", "partitions", 1, 100, 10_000),
  CONNECTIONS("growth-connections", "connections", 1, 100, 2_000),
  GROUPS("growth-groups", "groups", 1, 1_000, 20_000),
  LOG("growth-log", "GB of log", 1, 50);

  private static final int USUAL_PARTITIONS = 6;
  private static final int USUAL_CONNECTIONS = 4;
  private static final int USUAL_GROUPS = 100;

  private final String scenario;
  private final String unit;
  private final List<Long> sizes;

  Growth(String scenario, String unit, long... sizes) {
    this.scenario = scenario;
    this.unit = unit;
    this.sizes = Arrays.stream(sizes).boxed().toList();
  }

  static Optional<Growth> of(String scenario) {
    return Arrays.stream(values()).filter(each -> each.scenario.equals(scenario)).findFirst();
  }

  /** The names of all. */
  static List<String> scenarios() {
    return Arrays.stream(values()).map(Growth::scenario).toList();
  }

  String scenario() {
    return scenario;
  }

  /** What a size counts. */
  String unit() {
    return unit;
  }

  /** How far it grows, in steps. */
  List<Long> sizes(Options options) {
    return options.sizes().isEmpty() ? sizes : options.sizes();
  }

  /** How far with this contender, which may not be able to go on for so long. */
  long size(long wanted, Contender contender, Options options) {
    return this == PARTITIONS ? Math.min(wanted, contender.partitions(options)) : wanted;
  }

  /** A broker life at this size. */
  Measurements at(long size, Contender contender, Path home, int port, Options options) {
    int count = (int) size;
    return switch (this) {
      case PARTITIONS -> life(contender, home, port, count, load(options, USUAL_CONNECTIONS));
      case CONNECTIONS -> life(contender, home, port, USUAL_PARTITIONS, load(options, count));
      case GROUPS ->
          life(
              contender,
              home,
              port,
              USUAL_PARTITIONS,
              new UsualLoad(USUAL_CONNECTIONS, count, options.seconds(), options.warmup()));
      case LOG ->
          new Recovery(
              contender, home, port, size * 1_000_000_000L, load(options, USUAL_CONNECTIONS));
    };
  }

  private static UsualLoad load(Options options, int connections) {
    return new UsualLoad(connections, USUAL_GROUPS, options.seconds(), options.warmup());
  }

  private static Measurements life(
      Contender contender, Path home, int port, int partitions, UsualLoad load) {
    return () -> {
      Map<Metric, Double> measured = new EnumMap<>(Metric.class);
      contender.prepare(home, port);
      try (RunningBroker broker = RunningBroker.start(contender, home, port)) {
        Topic topic = broker.serve(connection -> Topic.create(connection, "load", partitions));
        load.run(broker, topic, measured);
        measured.put(Metric.STOP_MS, broker.stop());
      }
      return measured;
    };
  }
}
