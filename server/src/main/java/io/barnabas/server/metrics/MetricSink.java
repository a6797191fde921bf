package io.barnabas.server.metrics;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Takes what there is to read. Suppliers may be asked at once, later, or again and again, by any
 * thread; one whose subject is gone answers with its last value.
 */
public interface MetricSink {

  /** A {@link MetricFamily.Kind#GAUGE} or {@link MetricFamily.Kind#ATTRIBUTE}. */
  void gauge(MetricFamily family, Tags tags, DoubleSupplier value);

  /** A {@link MetricFamily.Kind#METER}. */
  void meter(MetricFamily family, Tags tags, LongSupplier count);

  /** A {@link MetricFamily.Kind#HISTOGRAM} or {@link MetricFamily.Kind#TIMER}. */
  void histogram(MetricFamily family, Tags tags, Supplier<HistogramReading> reading);

  /** A value in words. */
  void text(MetricFamily family, Tags tags, Supplier<String> value);
}
