package io.barnabas.benchmarks.compare;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The side-by-side comparison: pairs of broker lives, one contender after the other, on new
 * directories. Started by {@code benchmarks/run}.
 */
public final class Comparison {
  private static final int MANY_DIRECTORIES = 500;

  private final Options options;
  private final List<Contender> contenders;
  private final FullPageCache pageCache;
  private final List<Path> left = new ArrayList<>();

  private Comparison(Options options, FullPageCache pageCache) {
    this.options = options;
    this.pageCache = pageCache;
    Path root = options.root();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    this.contenders =
        Stream.<Contender>of(new BarnabasContender(root), new KafkaContender(root, java))
            .filter(contender -> contender.name().contains(options.only()))
            .toList();
  }

  public static void main(String[] arguments) throws Exception {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + Options.USAGE);
      System.exit(2);
      return;
    }
    try (FullPageCache pageCache = FullPageCache.create()) {
      Comparison comparison = new Comparison(options, pageCache);
      try {
        comparison.run();
      } finally {
        for (Path home : comparison.left) {
          delete(home);
        }
      }
    }
  }

  private void run() throws Exception {
    System.err.printf(
        "JDK %s, %d processors, %d pairs%n",
        Runtime.version(), Runtime.getRuntime().availableProcessors(), options.pairs());
    for (String name : options.scenarios()) {
      Optional<Growth> growth = Growth.of(name);
      if (growth.isPresent()) {
        grow(growth.get());
      } else {
        compare(name);
      }
      if (options.pages() != null) {
        Figures.renew(options.pages());
      }
    }
  }

  private void compare(String name) throws Exception {
    Report report = new Report(name);
    for (int pair = 1; pair <= options.pairs(); pair++) {
      for (Contender contender : contenders) {
        Map<Metric, Double> measured =
            measure((home, port) -> measurements(contender, name, home, port));
        System.err.printf("%s %d %s %s%n", name, pair, contender.name(), measured);
        report.add(contender.name(), measured);
      }
    }
    System.out.println(report.table());
    System.out.println(report.json());
    if (options.pages() != null) {
      Pages.write(options.pages(), report, options);
    }
  }

  private void grow(Growth growth) throws Exception {
    Curve curve = new Curve(growth);
    List<Long> sizes = growth.sizes(options);
    for (int pair = 1; pair <= options.pairs(); pair++) {
      for (int index = 0; index < sizes.size(); index++) {
        for (Contender contender : contenders) {
          long size = growth.size(sizes.get(index), contender, options);
          Map<Metric, Double> measured =
              measure((home, port) -> growth.at(size, contender, home, port, options));
          System.err.printf(
              "%s %d at %d %s %s%n", growth.scenario(), pair, size, contender.name(), measured);
          curve.add(index, contender.name(), size, measured);
        }
      }
    }
    System.out.println(curve.table());
    System.out.println(curve.json());
    if (options.pages() != null) {
      CurvePage.write(options.pages(), curve, options);
    }
  }

  /** Something to measure, on a new directory and free ports. */
  private interface Life {
    Measurements in(Path home, int port);
  }

  private Map<Metric, Double> measure(Life life) throws Exception {
    pageCache.fill();
    Path home = Files.createTempDirectory("barnabas-benchmark-");
    try {
      return life.in(home, freePort()).measure();
    } catch (Exception e) {
      Path log = home.resolve("broker.log");
      System.err.println(Files.exists(log) ? Files.readString(log) : "");
      throw e;
    } finally {
      deleteNowOrLater(home);
    }
  }

  /**
   * Many partitions are left until all is measured: without a journal, ext4 looks at every inode
   * that was freed within five minutes before it makes a new one, which took half of the processor
   * time of the life after.
   */
  private void deleteNowOrLater(Path home) throws IOException {
    long directories;
    try (var all = Files.walk(home)) {
      directories = all.filter(Files::isDirectory).count();
    }
    if (directories < MANY_DIRECTORIES) {
      delete(home);
    } else {
      left.add(home);
    }
  }

  private Measurements measurements(Contender contender, String scenario, Path home, int port) {
    long bytes = (long) (options.gigabytes() * 1e9);
    return switch (scenario) {
      case "recovery" -> new Recovery(contender, home, port, bytes, UsualLoad.NONE);
      case "cold" ->
          new ColdReader(
              contender, home, port, bytes, options.readMbPerSecond(), options.seconds());
      case "partitions" ->
          new ManyPartitions(
              contender,
              home,
              port,
              contender.partitions(options),
              options.seconds(),
              options.warmup());
      case "transactions" ->
          new Transactions(contender, home, port, options.seconds(), options.warmup());
      case "groups" -> new ManyGroups(contender, home, port, options.seconds(), options.warmup());
      case "endtoend" -> new EndToEnd(contender, home, port, options.seconds(), options.warmup());
      case "tls" -> new Tls(contender, home, port, options.seconds(), options.warmup());
      case "storm" -> new Storm(contender, home, port, options.seconds(), options.warmup());
      case "scrape" -> new Scrape(contender, home, port, options.scraped());
      case "connections" -> new ManyConnections(contender, home, port);
      default ->
          new BrokerLife(
              contender, home, port, Scenario.of(scenario, options.seconds(), options.warmup()));
    };
  }

  private static int freePort() throws IOException {
    for (int port = 19_092; port < 30_000; port += 10) {
      try (ServerSocket first = new ServerSocket(port);
          ServerSocket second = new ServerSocket(port + 1)) {
        return Math.min(first.getLocalPort(), second.getLocalPort());
      } catch (IOException taken) {
        // The next one, then.
      }
    }
    throw new IOException("no free ports");
  }

  private static void delete(Path directory) throws IOException {
    List<Path> all;
    try (var files = Files.walk(directory)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
