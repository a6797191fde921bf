package io.barnabas.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A page for each scenario, to be kept: what was run where, the medians with their spread, a chart.
 */
final class Pages {
  private Pages() {}

  /** Writes {@code <scenario>.md}, {@code .svg} and {@code .json}, over what was there. */
  static void write(Path directory, Report report, Options options) throws IOException {
    if (report.contenders().size() < 2) {
      return;
    }
    Files.createDirectories(directory);
    String name = report.scenario();
    Files.writeString(directory.resolve(name + ".md"), page(report, options));
    Files.writeString(directory.resolve(name + ".json"), report.json() + "\n");
    Files.writeString(directory.resolve(name + ".svg"), Chart.of(report));
  }

  private static String page(Report report, Options options) throws IOException {
    String first = report.contenders().get(0);
    String second = report.contenders().get(1);
    StringBuilder page = new StringBuilder();
    page.append("# ").append(report.scenario()).append("\n\n");
    page.append("    ").append(command(report, options)).append("\n\n");
    page.append(machine()).append("\n\n");
    page.append("Medians of ").append(options.pairs()).append(" pairs, with least and most.\n\n");
    page.append("| | ").append(first).append(" | ").append(second).append(" | ratio |\n");
    page.append("|---|---|---|---|\n");
    for (Metric metric : Metric.values()) {
      List<Double> ours = report.values(first, metric);
      List<Double> theirs = report.values(second, metric);
      if (!ours.isEmpty() || !theirs.isEmpty()) {
        page.append(
            String.format(
                Locale.ROOT,
                "| %s%s | %s | %s | %s |%n",
                metric.title(),
                metric.unit().isEmpty() ? "" : ", " + metric.unit(),
                spread(ours, report, first),
                spread(theirs, report, second),
                ratio(ours, theirs)));
      }
    }
    page.append("\n![chart](").append(report.scenario()).append(".svg)\n");
    return page.toString();
  }

  private static String command(Report report, Options options) {
    String size =
        switch (report.scenario()) {
          case "recovery", "cold" ->
              " --gigabytes " + Report.number(options.gigabytes()) + reading(report, options);
          case "partitions" ->
              " --partitions "
                  + options.partitions()
                  + " --kafka-partitions "
                  + options.kafkaPartitions();
          default -> "";
        };
    return String.format(
        Locale.ROOT,
        "benchmarks/run --pairs %d --seconds %s --warmup %s%s %s",
        options.pairs(),
        Report.number(options.seconds()),
        Report.number(options.warmup()),
        size,
        report.scenario());
  }

  private static String reading(Report report, Options options) {
    boolean paced = report.scenario().equals("cold") && options.readMbPerSecond() < 1e9;
    return paced ? " --read-mb-per-second " + Report.number(options.readMbPerSecond()) : "";
  }

  private static String ratio(List<Double> ours, List<Double> theirs) {
    double ratio =
        ours.isEmpty() || theirs.isEmpty()
            ? Double.NaN
            : Report.median(ours) / Report.median(theirs);
    return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.3f", ratio) : "";
  }

  private static String spread(List<Double> values, Report report, String contender) {
    if (values.isEmpty()) {
      return report.ranOutOfMemory(contender) ? "out of memory" : "none";
    }
    double least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double most = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    String median = Report.number(Report.median(values));
    return values.size() == 1
        ? median
        : median + " (" + Report.number(least) + " to " + Report.number(most) + ")";
  }

  /** What it was measured on. */
  static String machine() throws IOException {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %s of memory, %s %s, JDK %s for both.",
        found(Path.of("/proc/cpuinfo"), "model name"),
        Runtime.getRuntime().availableProcessors(),
        gibibytes(found(Path.of("/proc/meminfo"), "MemTotal")),
        System.getProperty("os.name"),
        System.getProperty("os.version").replaceAll("^(\\d+\\.\\d+).*", "$1"),
        Runtime.version());
  }

  private static String gibibytes(String kilobytes) {
    String digits = kilobytes.replaceAll("\\D", "");
    return digits.isEmpty() ? "?" : Math.round(Long.parseLong(digits) / 1048576.0) + " GiB";
  }

  private static String found(Path file, String key) throws IOException {
    if (!Files.exists(file)) {
      return "?";
    }
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("?");
    }
  }
}
