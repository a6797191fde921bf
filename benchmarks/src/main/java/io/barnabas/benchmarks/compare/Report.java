package io.barnabas.benchmarks.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The measurements of several pairs, as a table of medians and as JSON. */
final class Report {
  private final String scenario;
  private final Map<String, Map<Metric, List<Double>>> values = new LinkedHashMap<>();

  Report(String scenario) {
    this.scenario = scenario;
  }

  void add(String contender, Map<Metric, Double> measured) {
    Map<Metric, List<Double>> of =
        values.computeIfAbsent(contender, name -> new EnumMap<>(Metric.class));
    measured.forEach(
        (metric, value) -> of.computeIfAbsent(metric, any -> new ArrayList<>()).add(value));
  }

  /** Medians of both and their ratio, first contender to second; nothing where there is one. */
  String table() {
    List<String> names = List.copyOf(values.keySet());
    if (names.size() < 2) {
      return "";
    }
    StringBuilder table = new StringBuilder("\n" + scenario + "\n");
    table.append(row("", names.get(0), names.get(1), "ratio"));
    for (Metric metric : Metric.values()) {
      List<Double> first = values(names.get(0), metric);
      List<Double> second = values(names.get(1), metric);
      if (!first.isEmpty() || !second.isEmpty()) {
        table.append(row(metric, median(first), median(second)));
      }
    }
    return table.toString();
  }

  String scenario() {
    return scenario;
  }

  /** Who was measured, in their order. */
  List<String> contenders() {
    return List.copyOf(values.keySet());
  }

  /** What was measured of a contender, in the order of the runs; empty for nothing. */
  List<Double> values(String contender, Metric metric) {
    return values.getOrDefault(contender, Map.of()).getOrDefault(metric, List.of());
  }

  /** Whether that may be why something was not measured of a contender. */
  boolean ranOutOfMemory(String contender) {
    return values(contender, Metric.OUT_OF_MEMORY).stream().anyMatch(lines -> lines > 0);
  }

  String json() {
    return values.entrySet().stream()
        .map(each -> quote(each.getKey()) + ":" + json(each.getValue()))
        .collect(Collectors.joining(",", "{\"scenario\":" + quote(scenario) + ",", "}"));
  }

  private static String json(Map<Metric, List<Double>> metrics) {
    return metrics.entrySet().stream()
        .map(
            each ->
                quote(each.getKey().name().toLowerCase(Locale.ROOT))
                    + ":"
                    + each.getValue().stream()
                        .map(value -> String.format(Locale.ROOT, "%.4f", value))
                        .collect(Collectors.joining(",", "[", "]")))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String row(Metric metric, double first, double second) {
    String title = metric.title() + ", " + metric.unit();
    return row(title, number(first), number(second), number(first / second));
  }

  private static String row(String title, String first, String second, String ratio) {
    return String.format(Locale.ROOT, "%-42s %14s %14s %8s%n", title, first, second, ratio);
  }

  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "none";
    }
    return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.3f", value);
  }

  /** NaN of nothing. */
  static double median(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static String quote(String text) {
    return '"' + text + '"';
  }
}
