package io.barnabas.benchmarks.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was measured while something grew: a report for each size. */
final class Curve {

  /**
   * One size.
   *
   * @param sizes the size each contender was measured at: one may not have gone as far
   */
  record Point(Map<String, Long> sizes, Report report) {
    long size(String contender) {
      return sizes.getOrDefault(contender, 0L);
    }

    double median(String contender, Metric metric) {
      return Report.median(report.values(contender, metric));
    }
  }

  private final Growth growth;
  private final List<Point> points = new ArrayList<>();

  Curve(Growth growth) {
    this.growth = growth;
  }

  Growth growth() {
    return growth;
  }

  /** Takes measurements at the next size, or more of those at one there is. */
  void add(int index, String contender, long size, Map<Metric, Double> measured) {
    while (points.size() <= index) {
      points.add(new Point(new LinkedHashMap<>(), new Report(growth.scenario())));
    }
    Point point = points.get(index);
    point.sizes.put(contender, size);
    point.report.add(contender, measured);
  }

  List<Point> points() {
    return points;
  }

  /** Who was measured, in their order. */
  List<String> contenders() {
    return points.get(0).report.contenders();
  }

  /** What was measured of all at all sizes. */
  List<Metric> metrics() {
    return Arrays.stream(Metric.values())
        .filter(
            metric ->
                points.stream()
                    .allMatch(
                        point ->
                            contenders().stream()
                                .noneMatch(name -> point.report.values(name, metric).isEmpty())))
        .toList();
  }

  String table() {
    StringBuilder table = new StringBuilder("\n" + growth.scenario() + "\n");
    for (Metric metric : metrics()) {
      table.append(metric.title()).append(", ").append(metric.unit()).append('\n');
      for (String name : contenders()) {
        table.append(String.format(Locale.ROOT, "  %-14s", name));
        for (Point point : points) {
          table.append(
              String.format(
                  Locale.ROOT,
                  "%12s at %-8d",
                  Report.number(point.median(name, metric)),
                  point.size(name)));
        }
        table.append('\n');
      }
    }
    return table.toString();
  }

  String json() {
    return points.stream()
        .map(point -> "{\"sizes\":" + sizes(point) + ",\"measured\":" + point.report.json() + "}")
        .collect(
            Collectors.joining(
                ",\n",
                "{\"scenario\":\""
                    + growth.scenario()
                    + "\",\"grows\":\""
                    + growth.unit()
                    + "\",\"points\":[\n",
                "]}"));
  }

  private static String sizes(Point point) {
    return point.sizes.entrySet().stream()
        .map(each -> "\"" + each.getKey() + "\":" + each.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
