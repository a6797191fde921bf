package io.barnabas.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CurveTest {
  @Test
  void shouldDrawALineForEachContenderOverTheSizes() {
    Curve curve = new Curve(Growth.PARTITIONS);
    long[] sizes = {1, 100, 10_000};
    for (int i = 0; i < sizes.length; i++) {
      curve.add(i, "barnabas", sizes[i], Map.of(Metric.PRODUCE_CPU_US, 20.0));
      long smaller = Math.min(sizes[i], 5_000);
      curve.add(i, "apache-kafka", smaller, Map.of(Metric.PRODUCE_CPU_US, 40.0));
      curve.add(i, "apache-kafka", smaller, Map.of(Metric.PRODUCE_P99_MS, 1.0));
    }

    String chart = CurveChart.of(curve);

    assertEquals(List.of(Metric.PRODUCE_CPU_US), curve.metrics());
    assertTrue(chart.contains("<polyline points=\"60.0,144.0 207.5,144.0 355.0,144.0\""), chart);
    assertTrue(chart.contains("<polyline points=\"60.0,80.0 207.5,80.0 332.8,80.0\""), chart);
    assertTrue(chart.contains(">10,000</text>"), chart);
    assertTrue(curve.json().contains("{\"barnabas\":10000,\"apache-kafka\":5000}"));
  }
}
