package io.barnabas.server.metrics.prometheus;

import io.barnabas.server.metrics.HistogramReading;
import io.barnabas.server.metrics.MetricFamily;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** All series of one name. For one thread. */
final class FamilyText {
  private static final double[] QUANTILES = {0.5, 0.75, 0.95, 0.98, 0.99, 0.999};

  private final AsciiBuffer lines = new AsciiBuffer();
  private final String type;
  private final byte[] name;

  FamilyText(String name, MetricFamily family) {
    this.type = type(family);
    this.name = name.getBytes(StandardCharsets.UTF_8);
    lines.put("# HELP ").put(name).put(' ').put(family.help()).put('\n');
    lines.put("# TYPE ").put(name).put(' ').put(type).put('\n');
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

  void add(byte[] labels, double value) {
    lines.put(name);
    if (labels.length > 0) {
      lines.put('{').put(labels).put('}');
    }
    lines.put(' ').put(value).put('\n');
  }

  void add(byte[] labels, String label, String value) {
    open(labels).put(LabelText.of(label, value)).put("} 1\n");
  }

  void add(byte[] labels, HistogramReading reading) {
    for (double share : QUANTILES) {
      open(labels).put(LabelText.of("quantile", Double.toString(share))).put("} ");
      lines.put(reading.quantile(share)).put('\n');
    }
    lines.put(name).put("_count");
    if (labels.length > 0) {
      lines.put('{').put(labels).put('}');
    }
    lines.put(' ').put((double) reading.count()).put('\n');
  }

  private AsciiBuffer open(byte[] labels) {
    lines.put(name).put('{').put(labels);
    return labels.length > 0 ? lines.put(',') : lines;
  }

  ByteBuf content() {
    return lines.content();
  }
}
