package io.barnabas.server.lag;

import io.barnabas.group.GroupCoordinator;
import io.barnabas.server.lag.LagSnapshot.TopicLag;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import io.barnabas.server.partition.Partitions;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lag of each group in each partition, under the names that kafka_exporter made common, and in
 * seconds: for how long the oldest record that the group has not consumed has been there, by its
 * timestamp and the broker's clock; 0 where the group has consumed everything.
 *
 * <p>Each scrape has a new look taken, and tells of the last one if that takes longer than a scrape
 * may.
 */
public final class LagSource implements MetricSource {
  private static final Logger LOG = LoggerFactory.getLogger(LagSource.class);
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FIRST_PATIENCE_MS = 1000;
  private static final long PATIENCE_MS = 20;
  private static final int LIMIT = 20_000;

  /** For so many times as long as a look took, none is taken: it costs a tenth of a thread. */
  private static final long REST = 10;

  private static final MetricFamily RECORDS = group("lag", "Records behind the end.");
  private static final MetricFamily SECONDS =
      group("lag_seconds", "How long the oldest record not consumed has waited.");
  private static final MetricFamily COMMITTED =
      group("current_offset", "The first offset not consumed.");
  private static final MetricFamily SUM = group("lag_sum", "Records behind, in all of a topic.");
  private static final MetricFamily COMMITTED_SUM =
      group("current_offset_sum", "The same, added up in all of a topic.");
  private static final MetricFamily OFFSETS =
      MetricFamily.gauge(
          "kafka.coordinator.group", "GroupMetadataManager", "NumOffsets", "Committed offsets.");
  private static final MetricFamily OFFSETS_TOO =
      MetricFamily.attribute(
          "kafka.server", "group-coordinator-metrics", "offset-count", "Committed offsets.");
  private static final MetricFamily LEFT_OUT =
      MetricFamily.gauge(
          "barnabas", "consumergroup", "lag_left_out", "Lags over the limit of what is told.");

  private final LagReader reader;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final AtomicReference<@Nullable CompletableFuture<LagSnapshot>> running =
      new AtomicReference<>();
  private volatile @Nullable LagSnapshot last;

  /**
   * Tells of the groups of this broker.
   *
   * @param readerPool for what may wait for the disk
   */
  public LagSource(
      GroupCoordinator groups,
      Partitions partitions,
      Executor readerPool,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.reader = new LagReader(groups, partitions, readerPool, clock, nanoTime, LIMIT);
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  private static MetricFamily group(String name, String help) {
    return MetricFamily.gauge("kafka", "consumergroup", name, help);
  }

  @Override
  public void collect(MetricSink sink) {
    LagSnapshot seen = look();
    tell(sink, RECORDS, seen, lag -> lag.records());
    tell(sink, SECONDS, seen, lag -> lag.seconds(clock.millis()));
    tell(sink, COMMITTED, seen, lag -> lag.committed());
    sink.gauges(SUM, seen.topics(), TopicLag::tags, TopicLag::records);
    sink.gauges(COMMITTED_SUM, seen.topics(), TopicLag::tags, TopicLag::committed);
    sink.gauge(LEFT_OUT, Tags.NONE, () -> look().leftOut());
    sink.gauge(OFFSETS, Tags.NONE, () -> look().offsets());
    sink.gauge(OFFSETS_TOO, Tags.NONE, () -> look().offsets());
  }

  private void tell(
      MetricSink sink,
      MetricFamily family,
      LagSnapshot seen,
      ToDoubleFunction<PartitionLag> value) {
    sink.gauges(
        family, seen.lags(), PartitionLag::tags, lag -> value.applyAsDouble(current(lag, seen)));
  }

  /** What is known by now of what was told: MBeans are asked long after they were made. */
  private PartitionLag current(PartitionLag told, LagSnapshot from) {
    LagSnapshot newest = last;
    PartitionLag now = newest == null || newest == from ? told : newest.index().of(told.key());
    return now == null ? told : now;
  }

  private LagSnapshot look() {
    LagSnapshot before = last;
    if (before != null
        && nanoTime.getAsLong() - before.takenNanos()
            < Math.max(FRESH_NANOS, REST * before.tookNanos())) {
      return before;
    }
    CompletableFuture<LagSnapshot> look = begin(before == null ? nothing() : before);
    try {
      return look.get(before == null ? FIRST_PATIENCE_MS : PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("Lag is still being looked up", e);
    } catch (ExecutionException e) {
      LOG.warn("Lag cannot be looked up: {}", String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return before == null ? nothing() : before;
  }

  private LagSnapshot nothing() {
    return LagSnapshot.nothing(nanoTime.getAsLong() - FRESH_NANOS);
  }

  /** Joins the look that is being taken, or takes one. */
  private CompletableFuture<LagSnapshot> begin(LagSnapshot before) {
    CompletableFuture<LagSnapshot> mine = new CompletableFuture<>();
    CompletableFuture<LagSnapshot> other = running.compareAndExchange(null, mine);
    if (other != null) {
      return other;
    }
    var unused =
        reader
            .read(before)
            .whenComplete(
                (seen, failure) -> {
                  running.set(null);
                  if (failure == null) {
                    last = seen;
                    mine.complete(seen);
                  } else {
                    mine.completeExceptionally(failure);
                  }
                });
    return mine;
  }
}
