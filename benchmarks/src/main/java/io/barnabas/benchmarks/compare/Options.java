package io.barnabas.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of the comparison. */
record Options(Path root, List<String> scenarios, int pairs, double seconds, double warmup) {
  static final String USAGE =
      """
      usage: benchmarks/run [--pairs N] [--seconds S] [--warmup S] [SCENARIO...]
        scenarios: start, batches (the default), lz4, zstd, small, large
        quick:     benchmarks/run --pairs 3 --seconds 5
      """;

  static Options parse(String[] arguments) {
    List<String> scenarios = new ArrayList<>();
    int pairs = 5;
    double seconds = 20;
    double warmup = -1;
    for (int i = 1; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--pairs" -> pairs = Integer.parseInt(value(arguments, ++i));
        case "--seconds" -> seconds = Double.parseDouble(value(arguments, ++i));
        case "--warmup" -> warmup = Double.parseDouble(value(arguments, ++i));
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
        warmup < 0 ? seconds / 2 : warmup);
  }

  private static String scenario(String name) {
    return Scenario.of(name, 1, 1).name();
  }

  private static String value(String[] arguments, int index) {
    if (index >= arguments.length) {
      throw new IllegalArgumentException(arguments[index - 1] + " needs a value");
    }
    return arguments[index];
  }
}
