package io.barnabas.benchmarks.compare;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A panel for each metric, as SVG: the sizes on a logarithmic axis, a line for each contender. */
final class CurveChart {
  private static final int COLUMNS = 2;
  private static final int PANEL_WIDTH = 400;
  private static final int PANEL_HEIGHT = 190;
  private static final int HEAD = 46;
  private static final int LEFT = 60;
  private static final int RIGHT = 45;
  private static final int TOP = 34;
  private static final int BOTTOM = 28;

  private final Curve curve;
  private final List<String> names;
  private final double least;
  private final double most;
  private final StringBuilder svg = new StringBuilder();

  private CurveChart(Curve curve) {
    this.curve = curve;
    this.names = curve.contenders();
    this.least = log(curve.points().get(0).sizes().values().stream().mapToLong(s -> s).min());
    this.most =
        log(
            curve.points().stream()
                .flatMap(point -> point.sizes().values().stream())
                .mapToLong(s -> s)
                .max());
  }

  private static double log(java.util.OptionalLong size) {
    return Math.log10(Math.max(1, size.orElse(1)));
  }

  static String of(Curve curve) {
    return new CurveChart(curve).draw();
  }

  private String draw() {
    List<Metric> metrics = curve.metrics();
    int rows = (metrics.size() + COLUMNS - 1) / COLUMNS;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
            + " viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\" font-size=\"11\">",
        COLUMNS * PANEL_WIDTH, HEAD + rows * PANEL_HEIGHT);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
    add(
        "<text x=\"10\" y=\"22\" font-size=\"15\" font-weight=\"bold\">by %s</text>",
        curve.growth().unit());
    for (int i = 0; i < names.size(); i++) {
      int x = 330 + i * 130;
      add(
          "<rect x=\"%d\" y=\"12\" width=\"11\" height=\"11\" fill=\"%s\"/>",
          x, Chart.COLOURS.get(i));
      add("<text x=\"%d\" y=\"22\">%s</text>", x + 16, names.get(i));
    }
    for (int i = 0; i < metrics.size(); i++) {
      panel(metrics.get(i), (i % COLUMNS) * PANEL_WIDTH, HEAD + (i / COLUMNS) * PANEL_HEIGHT);
    }
    add("</svg>");
    return svg.toString();
  }

  private void panel(Metric metric, int left, int top) {
    double highest = 1e-12;
    for (Curve.Point point : curve.points()) {
      for (String name : names) {
        highest = Math.max(highest, point.median(name, metric));
      }
    }
    int bottom = top + PANEL_HEIGHT - BOTTOM;
    int end = left + PANEL_WIDTH - RIGHT;
    String unit = metric.unit().isEmpty() ? "" : ", " + metric.unit();
    add("<text x=\"%d\" y=\"%d\">%s%s</text>", left + 10, top + 16, metric.title(), unit);
    add(
        "<path d=\"M%d %d V%d H%d\" fill=\"none\" stroke=\"#888888\"/>",
        left + LEFT, top + TOP, bottom, end);
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
        left + LEFT - 4, top + TOP + 8, Report.number(highest));
    add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>", left + LEFT - 4, bottom);
    String first = names.get(0);
    for (Curve.Point point : curve.points()) {
      long size = point.size(first);
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>",
          left + x(size), bottom + 16, size);
    }
    for (int i = 0; i < names.size(); i++) {
      line(metric, names.get(i), Chart.COLOURS.get(i), left, bottom, highest);
    }
  }

  private void line(
      Metric metric, String name, String colour, int left, int bottom, double highest) {
    double height = PANEL_HEIGHT - TOP - BOTTOM;
    String path =
        curve.points().stream()
            .map(
                point ->
                    String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        left + x(point.size(name)),
                        bottom - height * point.median(name, metric) / highest))
            .collect(Collectors.joining(" "));
    add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", path, colour);
    for (String spot : path.split(" ")) {
      String[] at = spot.split(",");
      add("<circle cx=\"%s\" cy=\"%s\" r=\"3\" fill=\"%s\"/>", at[0], at[1], colour);
    }
  }

  private double x(long size) {
    double width = PANEL_WIDTH - LEFT - RIGHT;
    return most <= least
        ? LEFT + width / 2
        : LEFT + width * (Math.log10(Math.max(1, size)) - least) / (most - least);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
