package io.barnabas.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A bar for each contender and metric, as SVG: the longer of two is as wide as there is room. */
final class Chart {
  private static final int TITLES = 330;
  private static final int BARS = 360;
  private static final int VALUES = 90;
  private static final int BAR = 11;
  private static final int ROW = 34;
  private static final int HEAD = 46;
  static final List<String> COLOURS = List.of("#0b6e4f", "#b0b7bf");

  private final Report report;
  private final StringBuilder svg = new StringBuilder();

  private Chart(Report report) {
    this.report = report;
  }

  /** The medians of all that was measured of both. */
  static String of(Report report) {
    return new Chart(report).draw();
  }

  private String draw() {
    List<String> names = report.contenders();
    List<Metric> metrics = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      if (names.stream().noneMatch(name -> report.values(name, metric).isEmpty())) {
        metrics.add(metric);
      }
    }
    int height = HEAD + metrics.size() * ROW;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
            + " viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\" font-size=\"11\">",
        TITLES + BARS + VALUES, height);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
    legend(names);
    for (int i = 0; i < metrics.size(); i++) {
      row(metrics.get(i), names, HEAD + i * ROW);
    }
    add("</svg>");
    return svg.toString();
  }

  private void legend(List<String> names) {
    add(
        "<text x=\"10\" y=\"22\" font-size=\"15\" font-weight=\"bold\">%s</text>",
        report.scenario());
    for (int i = 0; i < names.size(); i++) {
      int x = TITLES + i * 130;
      add("<rect x=\"%d\" y=\"12\" width=\"11\" height=\"11\" fill=\"%s\"/>", x, COLOURS.get(i));
      add("<text x=\"%d\" y=\"22\">%s</text>", x + 16, names.get(i));
    }
  }

  private void row(Metric metric, List<String> names, int y) {
    List<Double> medians =
        names.stream().map(name -> Report.median(report.values(name, metric))).toList();
    double most = Math.max(1e-12, Math.max(medians.get(0), medians.get(1)));
    String unit = metric.unit().isEmpty() ? "" : ", " + metric.unit();
    add("<text x=\"10\" y=\"%d\">%s%s</text>", y + BAR + 3, metric.title(), unit);
    for (int i = 0; i < names.size(); i++) {
      int top = y + i * (BAR + 2);
      double width = Math.max(1, BARS * medians.get(i) / most);
      add(
          "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
          TITLES, top, width, BAR, COLOURS.get(i));
      add(
          "<text x=\"%.1f\" y=\"%d\">%s</text>",
          TITLES + width + 6, top + BAR - 1, Report.number(medians.get(i)));
    }
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
