package io.barnabas.server.metrics.source;

import io.barnabas.server.metrics.Glance;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.RecentTimes;
import io.barnabas.server.metrics.Tags;
import io.barnabas.storage.log.LogMoves;
import io.barnabas.storage.log.LogStore;
import io.barnabas.storage.log.LogStore.DirectoryView;
import java.util.List;
import java.util.function.LongSupplier;

/** Log directories, flushes and recovery. */
public final class StorageSource implements MetricSource {
  private static final MetricFamily FLUSH =
      MetricFamily.timer(
          "kafka.log", "LogFlushStats", "LogFlushRateAndTimeMs", "How long syncing a log takes.");
  private static final MetricFamily OFFLINE =
      manager("OfflineLogDirectoryCount", "Log directories that failed.");
  private static final MetricFamily DIRECTORY_OFFLINE =
      manager("LogDirectoryOffline", "1 if the log directory failed.");
  private static final MetricFamily CORDONED =
      manager("CordonedLogDirectoryCount", "0: every directory takes new partitions.");
  private static final MetricFamily DIRECTORY_CORDONED =
      manager("LogDirectoryCordoned", "0: it takes new partitions.");
  private static final MetricFamily LEFT =
      manager("remainingLogsToRecover", "Logs that are still to be recovered.");
  private static final MetricFamily MOVES_LAG =
      MetricFamily.gauge(
          "kafka.server",
          "ReplicaAlterLogDirsManager",
          "MaxLag",
          "Records that the copy of a log on its way to another directory lacks, at most.");
  private static final Tags MOVES = Tags.of("clientId", "ReplicaAlterLogDirs");
  private static final MetricFamily FREE =
      MetricFamily.gauge(
          "barnabas.log", "LogManager", "UsableBytes", "Free bytes where a log directory lies.");
  private static final MetricFamily TOTAL =
      MetricFamily.gauge(
          "barnabas.log", "LogManager", "TotalBytes", "Size of the disk a log directory lies on.");

  private final LogStore logs;
  private final RecentTimes flushes;
  private final Glance<List<DirectoryView>> directories;

  /**
   * Tells of a store.
   *
   * @param nanoTime the monotonic clock
   */
  public StorageSource(LogStore logs, LongSupplier nanoTime) {
    this.logs = logs;
    this.flushes = new RecentTimes(nanoTime.getAsLong());
    this.directories = new Glance<>(logs::directories, nanoTime);
    logs.onFlush(took -> flushes.record(took, nanoTime.getAsLong()));
  }

  private static MetricFamily manager(String name, String help) {
    return MetricFamily.gauge("kafka.log", "LogManager", name, help);
  }

  private double movesLag() {
    return logs.moves().futures().stream()
        .mapToLong(LogMoves.FutureView::offsetLag)
        .max()
        .orElse(0);
  }

  @Override
  public void collect(MetricSink sink) {
    sink.histogram(FLUSH, Tags.NONE, flushes::reading);
    sink.gauge(
        OFFLINE,
        Tags.NONE,
        () -> directories.get().stream().filter(each -> !each.online()).count());
    sink.gauge(
        LEFT, Tags.NONE, () -> logs.recovery().logs() - (double) logs.recovery().recovered());
    sink.gauge(CORDONED, Tags.NONE, () -> 0);
    sink.gauge(MOVES_LAG, MOVES, this::movesLag);
    int count = directories.get().size();
    for (int i = 0; i < count; i++) {
      int index = i;
      Tags tags = Tags.of("logDirectory", directories.get().get(i).path().toString());
      sink.gauge(DIRECTORY_OFFLINE, tags, () -> directories.get().get(index).online() ? 0 : 1);
      sink.gauge(DIRECTORY_CORDONED, tags, () -> 0);
      sink.gauge(FREE, tags, () -> directories.get().get(index).usableBytes());
      sink.gauge(TOTAL, tags, () -> directories.get().get(index).totalBytes());
    }
  }
}
