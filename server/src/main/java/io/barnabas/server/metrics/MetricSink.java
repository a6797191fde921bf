package io.barnabas.server.metrics;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

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

  /**
   * A gauge of each of many subjects, which is cheaper than one after the other. Whoever keeps the
   * tags between scrapes spares even more.
   *
   * @param subjects does not change any more
   */
  default <S> void gauges(
      MetricFamily family,
      List<S> subjects,
      Function<? super S, Tags> tags,
      ToDoubleFunction<? super S> value) {
    for (S each : subjects) {
      gauge(family, tags.apply(each), () -> value.applyAsDouble(each));
    }
  }

  /** The same of meters. */
  default <S> void meters(
      MetricFamily family,
      List<S> subjects,
      Function<? super S, Tags> tags,
      ToLongFunction<? super S> count) {
    for (S each : subjects) {
      meter(family, tags.apply(each), () -> count.applyAsLong(each));
    }
  }
}
