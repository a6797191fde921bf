package io.barnabas.server.metrics.prometheus;

import io.barnabas.server.metrics.MetricFamily;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one scrape found of one family. For one thread. */
final class ScrapedFamily {
  private final MetricFamily family;
  private final List<DataPointSnapshot> points = new ArrayList<>();

  ScrapedFamily(MetricFamily family) {
    this.family = family;
  }

  MetricFamily family() {
    return family;
  }

  void add(DataPointSnapshot point) {
    points.add(point);
  }

  MetricSnapshot snapshot() {
    try {
      return snapshot(points);
    } catch (IllegalArgumentException twice) {
      // A topic that was deleted and made again while it was read: the later one counts.
      Map<Labels, DataPointSnapshot> byLabels = new LinkedHashMap<>();
      points.forEach(point -> byLabels.put(point.getLabels(), point));
      return snapshot(byLabels.values());
    }
  }

  private MetricSnapshot snapshot(Collection<DataPointSnapshot> all) {
    MetricMetadata metadata =
        new MetricMetadata(
            PrometheusNaming.sanitizeMetricName(family.prometheusName()), family.help());
    return switch (family.kind()) {
      case HISTOGRAM, TIMER ->
          new SummarySnapshot(metadata, as(SummaryDataPointSnapshot.class, all));
      case METER -> new CounterSnapshot(metadata, as(CounterDataPointSnapshot.class, all));
      case GAUGE, ATTRIBUTE ->
          family.isTotal()
              ? new CounterSnapshot(metadata, as(CounterDataPointSnapshot.class, all))
              : new GaugeSnapshot(metadata, as(GaugeDataPointSnapshot.class, all));
    };
  }

  private static <T> List<T> as(Class<T> type, Collection<DataPointSnapshot> all) {
    List<T> cast = new ArrayList<>(all.size());
    all.forEach(each -> cast.add(type.cast(each)));
    return cast;
  }
}
