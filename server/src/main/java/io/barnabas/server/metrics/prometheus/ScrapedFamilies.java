package io.barnabas.server.metrics.prometheus;

import io.barnabas.server.metrics.HistogramReading;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.Tags;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One scrape: everything read at once. For one thread. */
final class ScrapedFamilies implements MetricSink {
  private static final Logger LOG = LoggerFactory.getLogger(ScrapedFamilies.class);
  private static final double[] QUANTILES = {0.5, 0.75, 0.95, 0.98, 0.99, 0.999};
  private static final long WHENEVER = 0;

  private final Map<MetricFamily, ScrapedFamily> families = new HashMap<>();
  private @Nullable ScrapedFamily last;

  @Override
  public void gauge(MetricFamily family, Tags tags, DoubleSupplier supplier) {
    double value;
    try {
      value = supplier.getAsDouble();
    } catch (RuntimeException e) {
      LOG.debug("{} of {} cannot be read", family, tags, e);
      return; // Closed or deleted while it was looked at.
    }
    Labels labels = labels(tags);
    of(family)
        .add(
            family.isTotal()
                ? new CounterDataPointSnapshot(value, labels, null, WHENEVER)
                : new GaugeDataPointSnapshot(value, labels, null));
  }

  @Override
  public void meter(MetricFamily family, Tags tags, LongSupplier count) {
    of(family).add(new CounterDataPointSnapshot(count.getAsLong(), labels(tags), null, WHENEVER));
  }

  @Override
  public void histogram(MetricFamily family, Tags tags, Supplier<HistogramReading> supplier) {
    HistogramReading reading = supplier.get();
    List<Quantile> quantiles = new ArrayList<>(QUANTILES.length);
    for (double share : QUANTILES) {
      quantiles.add(new Quantile(share, reading.quantile(share)));
    }
    of(family)
        .add(
            new SummaryDataPointSnapshot(
                reading.count(),
                Double.NaN,
                Quantiles.of(quantiles),
                labels(tags),
                Exemplars.EMPTY,
                WHENEVER));
  }

  @Override
  public void text(MetricFamily family, Tags tags, Supplier<String> value) {
    String label =
        family.kind() == MetricFamily.Kind.ATTRIBUTE ? family.name().replace('-', '_') : "value";
    of(family)
        .add(
            new GaugeDataPointSnapshot(1, labels(tags).merge(Labels.of(label, value.get())), null));
  }

  private ScrapedFamily of(MetricFamily family) {
    ScrapedFamily found = last;
    if (found == null || found.family() != family) {
      found = families.computeIfAbsent(family, ScrapedFamily::new);
      last = found;
    }
    return found;
  }

  private static Labels labels(Tags tags) {
    if (tags.rendered() instanceof Labels known) {
      return known;
    }
    String[] names = new String[tags.count()];
    String[] values = new String[tags.count()];
    for (int i = 0; i < names.length; i++) {
      names[i] = tags.name(i);
      values[i] = tags.value(i);
    }
    Labels labels = Labels.of(names, values);
    tags.keep(labels);
    return labels;
  }

  /** All of them; of two that clients have given one name, one. */
  MetricSnapshots snapshots() {
    Map<String, MetricSnapshot> byName = new TreeMap<>();
    for (ScrapedFamily family : families.values()) {
      MetricSnapshot snapshot = family.snapshot();
      byName.putIfAbsent(snapshot.getMetadata().getPrometheusName(), snapshot);
    }
    return new MetricSnapshots(byName.values());
  }
}
