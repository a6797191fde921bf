package io.barnabas.server.telemetry;

import io.barnabas.server.telemetry.PushedPoint.Meaning;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the numbers in metrics as OpenTelemetry's protocol has them ({@code MetricsData} of
 * opentelemetry-proto, metrics/v1): gauges and sums, which is what Apache Kafka's clients push.
 * Distributions are passed over.
 */
final class OtlpReader {
  private static final int RESOURCE_METRICS = 1;
  private static final int SCOPE_METRICS = 2;
  private static final int METRICS = 2;
  private static final int METRIC_NAME = 1;
  private static final int METRIC_GAUGE = 5;
  private static final int METRIC_SUM = 7;
  private static final int POINTS = 1;
  private static final int SUM_TEMPORALITY = 2;
  private static final int SUM_IS_MONOTONIC = 3;
  private static final int DELTA = 1;
  private static final int POINT_DOUBLE = 4;
  private static final int POINT_INT = 6;
  private static final int POINT_ATTRIBUTES = 7;

  /**
   * Points that are told, and attributes of each: a few bytes make either, and the rest is passed
   * over before it takes any room.
   */
  private static final int POINTS_MAX = 10_000;

  private static final int ATTRIBUTES_MAX = 8;

  private final Consumer<PushedPoint> points;
  private int found;

  OtlpReader(Consumer<PushedPoint> points) {
    this.points = points;
  }

  void read(ByteBuffer metricsData) throws MalformedMetricsException {
    ProtobufReader data = new ProtobufReader(metricsData);
    for (int field = data.next(); field != 0; field = data.next()) {
      if (field == RESOURCE_METRICS) {
        resource(data.message());
      } else {
        data.skip();
      }
    }
  }

  private void resource(ProtobufReader resource) throws MalformedMetricsException {
    for (int field = resource.next(); field != 0; field = resource.next()) {
      if (field == SCOPE_METRICS) {
        scope(resource.message());
      } else {
        resource.skip();
      }
    }
  }

  private void scope(ProtobufReader scope) throws MalformedMetricsException {
    for (int field = scope.next(); field != 0; field = scope.next()) {
      if (field == METRICS) {
        metric(scope.message());
      } else {
        scope.skip();
      }
    }
  }

  private void metric(ProtobufReader metric) throws MalformedMetricsException {
    String name = "";
    for (int field = metric.next(); field != 0; field = metric.next()) {
      switch (field) {
        case METRIC_NAME -> name = metric.text();
        case METRIC_GAUGE -> tell(name, Meaning.GAUGE, gauge(metric.message()));
        case METRIC_SUM -> sum(name, metric.message());
        default -> metric.skip();
      }
    }
  }

  private record Point(List<String> attributes, double value) {}

  private void tell(String name, Meaning meaning, List<Point> told) {
    for (Point point : told) {
      points.accept(new PushedPoint(name, meaning, point.attributes(), point.value()));
    }
  }

  private List<Point> gauge(ProtobufReader gauge) throws MalformedMetricsException {
    List<Point> told = new ArrayList<>(1);
    for (int field = gauge.next(); field != 0; field = gauge.next()) {
      if (field == POINTS) {
        point(gauge, told);
      } else {
        gauge.skip();
      }
    }
    return told;
  }

  private void sum(String name, ProtobufReader sum) throws MalformedMetricsException {
    List<Point> told = new ArrayList<>(1);
    boolean delta = false;
    boolean monotonic = false;
    for (int field = sum.next(); field != 0; field = sum.next()) {
      switch (field) {
        case POINTS -> point(sum, told);
        case SUM_TEMPORALITY -> delta = sum.number() == DELTA;
        case SUM_IS_MONOTONIC -> monotonic = sum.number() != 0;
        default -> sum.skip();
      }
    }
    tell(name, monotonic ? delta ? Meaning.DELTA : Meaning.TOTAL : Meaning.GAUGE, told);
  }

  private void point(ProtobufReader metric, List<Point> told) throws MalformedMetricsException {
    if (found < POINTS_MAX) {
      found++;
      told.add(point(metric.message()));
    } else {
      metric.skip();
    }
  }

  private static Point point(ProtobufReader point) throws MalformedMetricsException {
    List<String> attributes = new ArrayList<>();
    double value = Double.NaN;
    for (int field = point.next(); field != 0; field = point.next()) {
      switch (field) {
        case POINT_DOUBLE -> value = Double.longBitsToDouble(point.fixed64());
        case POINT_INT -> value = point.fixed64();
        case POINT_ATTRIBUTES -> attribute(point.message(), attributes);
        default -> point.skip();
      }
    }
    return new Point(attributes, value);
  }

  private static void attribute(ProtobufReader pair, List<String> attributes)
      throws MalformedMetricsException {
    if (attributes.size() >= 2 * ATTRIBUTES_MAX) {
      return;
    }
    String key = "";
    String value = "";
    for (int field = pair.next(); field != 0; field = pair.next()) {
      switch (field) {
        case 1 -> key = pair.text();
        case 2 -> value = anyValue(pair.message());
        default -> pair.skip();
      }
    }
    attributes.add(key);
    attributes.add(value);
  }

  private static String anyValue(ProtobufReader value) throws MalformedMetricsException {
    String text = "";
    for (int field = value.next(); field != 0; field = value.next()) {
      switch (field) {
        case 1 -> text = value.text();
        case 2 -> text = Boolean.toString(value.number() != 0);
        case 3 -> text = Long.toString(value.number());
        case 4 -> text = Double.toString(Double.longBitsToDouble(value.fixed64()));
        default -> value.skip();
      }
    }
    return text;
  }
}
