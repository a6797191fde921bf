package io.barnabas.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page of something that grows: a table by size, and the curves. */
final class CurvePage {
  private CurvePage() {}

  /** Writes {@code <scenario>.md}, {@code .svg} and {@code .json}, over what was there. */
  static void write(Path directory, Curve curve, Options options) throws IOException {
    if (curve.contenders().size() < 2) {
      return;
    }
    Files.createDirectories(directory);
    String name = curve.growth().scenario();
    Files.writeString(directory.resolve(name + ".md"), page(curve, options));
    Files.writeString(directory.resolve(name + ".json"), curve.json() + "\n");
    Files.writeString(directory.resolve(name + ".svg"), CurveChart.of(curve));
  }

  private static String page(Curve curve, Options options) throws IOException {
    String scenario = curve.growth().scenario();
    String first = curve.contenders().get(0);
    String second = curve.contenders().get(1);
    String sizes =
        curve.growth().sizes(options).stream()
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    StringBuilder page = new StringBuilder();
    page.append("# ").append(scenario).append("\n\n");
    page.append(
        String.format(
            Locale.ROOT,
            "    benchmarks/run --pairs %d --seconds %s --warmup %s --sizes %s %s%n%n",
            options.pairs(),
            Report.number(options.seconds()),
            Report.number(options.warmup()),
            sizes,
            scenario));
    page.append(Pages.machine()).append("\n\n");
    page.append("The same load by ").append(curve.growth().unit()).append(", medians of ");
    page.append(options.pairs()).append(" pairs.");
    if (curve.points().stream().anyMatch(point -> point.size(first) != point.size(second))) {
      page.append(" Where ").append(second);
      page.append(" would take too long it stops at a smaller size, which stands beside.");
    }
    page.append("\n\n| | ").append(curve.growth().unit()).append(" | ").append(first);
    page.append(" | ").append(second).append(" | ratio |\n|---|---|---|---|---|\n");
    for (Metric metric : curve.metrics()) {
      for (Curve.Point point : curve.points()) {
        page.append(row(metric, point, first, second));
      }
    }
    page.append("\n![curves](").append(scenario).append(".svg)\n");
    return page.toString();
  }

  private static String row(Metric metric, Curve.Point point, String first, String second) {
    double ours = point.median(first, metric);
    double theirs = point.median(second, metric);
    long size = point.size(first);
    String smaller =
        point.size(second) == size
            ? ""
            : String.format(Locale.ROOT, " (at %,d)", point.size(second));
    return String.format(
        Locale.ROOT,
        "| %s%s | %,d | %s | %s%s | %.3f |%n",
        metric.title(),
        metric.unit().isEmpty() ? "" : ", " + metric.unit(),
        size,
        Report.number(ours),
        Report.number(theirs),
        smaller,
        ours / theirs);
  }
}
