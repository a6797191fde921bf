package io.barnabas.server.metrics.prometheus;

import io.barnabas.server.metrics.HistogramReading;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.Tags;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One scrape in Prometheus' text format, version 0.0.4: takes what sources tell, single series as
 * text, columns of many to be read later. For one thread.
 *
 * <p>Written here and not by Prometheus' own library, which makes objects of every series, sorts
 * them, takes a lock for every word and has the whole page in memory, 15 MiB of it with ten
 * thousand partitions. What this takes is measured by {@code benchmarks/run scrape}.
 */
final class ScrapedText implements MetricSink {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Logger LOG = LoggerFactory.getLogger(ScrapedText.class);

  private final Predicate<String> wanted;
  private final Map<MetricFamily, FamilyText> families = new HashMap<>();
  private final Map<String, FamilyText> byName = new TreeMap<>();
  private @Nullable MetricFamily last;
  private @Nullable FamilyText lastText;

  /**
   * Nothing told yet.
   *
   * @param wanted which names are written
   */
  ScrapedText(Predicate<String> wanted) {
    this.wanted = wanted;
  }

  @Override
  public void gauge(MetricFamily family, Tags tags, DoubleSupplier supplier) {
    double value;
    try {
      value = supplier.getAsDouble();
    } catch (RuntimeException e) {
      LOG.debug("{} of {} cannot be read", family, tags, e);
      return; // Closed or deleted while it was looked at.
    }
    FamilyText text = of(family);
    if (text != null) {
      text.add(tags, value);
    }
  }

  @Override
  public void meter(MetricFamily family, Tags tags, LongSupplier count) {
    gauge(family, tags, count::getAsLong);
  }

  @Override
  public <S> void gauges(
      MetricFamily family,
      List<S> subjects,
      Function<? super S, Tags> tags,
      ToDoubleFunction<? super S> value) {
    FamilyText text = subjects.isEmpty() ? null : of(family);
    if (text != null) {
      text.add(new Column<S>(subjects, tags, value));
    }
  }

  @Override
  public <S> void meters(
      MetricFamily family,
      List<S> subjects,
      Function<? super S, Tags> tags,
      ToLongFunction<? super S> count) {
    this.<S>gauges(family, subjects, tags, count::applyAsLong);
  }

  @Override
  public void histogram(MetricFamily family, Tags tags, Supplier<HistogramReading> reading) {
    FamilyText text = of(family);
    if (text != null) {
      text.add(tags, reading.get());
    }
  }

  @Override
  public void text(MetricFamily family, Tags tags, Supplier<String> value) {
    boolean named = family.kind() == MetricFamily.Kind.ATTRIBUTE;
    FamilyText text = of(family);
    if (text != null) {
      text.add(
          tags,
          named ? family.name().replace('-', '_').toLowerCase(Locale.ROOT) : "value",
          value.get());
    }
  }

  /** Where a family is written; null for one not wanted, or with the name of another sort. */
  private @Nullable FamilyText of(MetricFamily family) {
    if (family == last) {
      return lastText;
    }
    FamilyText text = families.get(family);
    if (text == null) {
      String name = FamilyText.name(family);
      text = byName.computeIfAbsent(name, key -> new FamilyText(key, family));
      families.put(family, text);
    }
    last = family;
    lastText = text.takes(family) && wanted.test(text.name()) ? text : null;
    return lastText;
  }

  /** Everything that was told and is wanted, by name. */
  Collection<FamilyText> families() {
    byName.keySet().removeIf(wanted.negate());
    return byName.values();
  }
}
