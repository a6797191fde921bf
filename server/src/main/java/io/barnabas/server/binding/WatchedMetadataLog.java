package io.barnabas.server.binding;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.metadata.quorum.MetadataLog;
import io.barnabas.server.metrics.GrowthRate;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.RecentTimes;
import io.barnabas.server.metrics.Tags;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Measures what is appended to a metadata log, and how long it takes to be committed. */
public final class WatchedMetadataLog implements MetadataLog, MetricSource {
  private static final MetricFamily RATE =
      raft("append-records-rate", "Records appended to the metadata log in a second.");
  private static final MetricFamily LATENCY =
      raft("commit-latency-avg", "Milliseconds until what is appended is durable.");
  private static final MetricFamily LATENCY_MAX = raft("commit-latency-max", "The longest.");

  private final MetadataLog log;
  private final LongSupplier nanoTime;
  private final LongAdder records = new LongAdder();
  private final GrowthRate rate;
  private final RecentTimes commits;

  /**
   * In front of a log.
   *
   * @param nanoTime the monotonic clock
   */
  public WatchedMetadataLog(MetadataLog log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
    this.rate = new GrowthRate(records::sum, nanoTime);
    this.commits = new RecentTimes(nanoTime.getAsLong());
  }

  private static MetricFamily raft(String name, String help) {
    return MetricFamily.attribute("kafka.server", "raft-metrics", name, help);
  }

  @Override
  public long startOffset() {
    return log.startOffset();
  }

  @Override
  public long endOffset() {
    return log.endOffset();
  }

  @Override
  public CompletionStage<Void> append(ByteBuf batch) {
    long began = nanoTime.getAsLong();
    int count = BatchHeader.recordCount(batch, batch.readerIndex());
    return log.append(batch)
        .thenRun(
            () -> {
              long now = nanoTime.getAsLong();
              commits.record(now - began, now);
              records.add(count);
            });
  }

  @Override
  public void read(long fromOffset, Consumer<ByteBuf> consumer) {
    log.read(fromOffset, consumer);
  }

  @Override
  public void deleteBefore(long newStartOffset) {
    log.deleteBefore(newStartOffset);
  }

  @Override
  public void collect(MetricSink sink) {
    sink.gauge(RATE, Tags.NONE, rate::perSecond);
    sink.gauge(LATENCY, Tags.NONE, () -> commits.reading().mean());
    sink.gauge(LATENCY_MAX, Tags.NONE, () -> commits.reading().max());
  }
}
