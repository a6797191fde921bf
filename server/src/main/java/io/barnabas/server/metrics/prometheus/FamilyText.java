package io.barnabas.server.metrics.prometheus;

import io.barnabas.server.metrics.HistogramReading;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.Tags;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * All series of one name: a few that are written as they are told, and columns of many, which are
 * written when the page has come to them. For one thread.
 */
final class FamilyText {
  private static final double[] QUANTILES = {0.5, 0.75, 0.95, 0.98, 0.99, 0.999};

  private final AsciiBuffer lines = new AsciiBuffer(256);
  private final List<Column<?>> columns = new ArrayList<>(1);
  private final String type;
  private final String name;
  private final byte[] nameText;

  FamilyText(String name, MetricFamily family) {
    this.name = name;
    this.type = type(family);
    this.nameText = name.getBytes(StandardCharsets.UTF_8);
    lines.put("# HELP ").put(nameText).put(' ').put(family.help()).put('\n');
    lines.put("# TYPE ").put(nameText).put(' ').put(type).put('\n');
  }

  /** The name of a family's series; those that only grow say so. */
  static String name(MetricFamily family) {
    return family.isTotal() ? family.prometheusName() + "_total" : family.prometheusName();
  }

  private static String type(MetricFamily family) {
    return switch (family.kind()) {
      case HISTOGRAM, TIMER -> "summary";
      case METER, GAUGE, ATTRIBUTE -> family.isTotal() ? "counter" : "gauge";
    };
  }

  /** Whether a family may be told under this name too. */
  boolean takes(MetricFamily family) {
    return type.equals(type(family));
  }

  String name() {
    return name;
  }

  void add(Tags tags, double value) {
    addLine(lines, tags, value);
  }

  /** Writes a line of this name. */
  void addLine(AsciiBuffer into, Tags tags, double value) {
    into.put(nameText).put(LabelText.of(tags)).put(value).put('\n');
  }

  void add(Column<?> column) {
    columns.add(column);
  }

  void add(Tags tags, String label, String value) {
    open(tags).put(LabelText.of(label, value)).put("} 1\n");
  }

  void add(Tags tags, HistogramReading reading) {
    for (double share : QUANTILES) {
      open(tags).put(LabelText.of("quantile", Double.toString(share))).put("} ");
      lines.put(reading.quantile(share)).put('\n');
    }
    lines.put(nameText).put("_count").put(LabelText.of(tags));
    lines.put((double) reading.count()).put('\n');
  }

  /** Labels to which one is added. */
  private AsciiBuffer open(Tags tags) {
    lines.put(nameText).put('{');
    byte[] labels = LabelText.of(tags);
    return tags.count() == 0 ? lines : lines.put(labels, 1, labels.length - 3).put(',');
  }

  /** What was written, its head first. */
  AsciiBuffer lines() {
    return lines;
  }

  List<Column<?>> columns() {
    return columns;
  }
}
