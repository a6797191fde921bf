package io.barnabas.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class LatencyHistogramTest {

  @Test
  void shouldTellQuantilesWithinTwoPercent() {
    LatencyHistogram histogram = new LatencyHistogram();
    for (long nanos = 1; nanos <= 1_000_000; nanos++) {
      histogram.record(nanos);
    }
    for (double quantile : new double[] {0.001, 0.5, 0.99, 0.999, 1}) {
      double exact = quantile * 1_000_000;
      assertTrue(
          Math.abs(histogram.quantile(quantile) - exact) <= exact * 0.02,
          quantile + ": " + histogram.quantile(quantile));
    }
  }

  @Test
  void shouldHoldTheSmallestAndTheLargest() {
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.record(0);
    assertEquals(0, histogram.quantile(1));
    histogram.record(Long.MAX_VALUE);
    assertEquals(Long.MAX_VALUE, histogram.quantile(1));
    assertEquals(2, histogram.count());
  }

  @Test
  void shouldJoinOthers() {
    LatencyHistogram one = new LatencyHistogram();
    LatencyHistogram other = new LatencyHistogram();
    one.record(10);
    other.record(50);
    one.add(other);
    assertEquals(10, one.quantile(0.5));
    assertEquals(50, one.quantile(1));
    assertEquals(0, new LatencyHistogram().quantile(0.5));
  }
}
