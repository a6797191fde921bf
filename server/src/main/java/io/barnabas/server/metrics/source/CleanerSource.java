package io.barnabas.server.metrics.source;

import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import io.barnabas.storage.clean.CleanerReport;
import io.barnabas.storage.log.LogStore;
import io.barnabas.storage.log.PartitionId;
import io.barnabas.storage.log.PartitionLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Compaction.
 *
 * @param directories the log directories
 */
public record CleanerSource(LogStore logs, List<Path> directories) implements MetricSource {
  private static final double PERCENT = 100;
  private static final double MILLIS = 1e3;
  private static final MetricFamily UNCLEANABLE =
      manager("uncleanable-partitions-count", "Damaged logs that are not compacted.");
  private static final MetricFamily UNCLEANABLE_BYTES =
      manager("uncleanable-bytes", "Bytes of them that should be.");
  private static final MetricFamily DIRTIEST =
      manager("max-dirty-percent", "How much of the dirtiest log is to be compacted.");
  private static final MetricFamily IDLE =
      manager("time-since-last-run-ms", "Milliseconds since work was last looked for.");
  private static final MetricFamily KEPT =
      cleaner("cleaner-recopy-percent", "What the last cleanings left of what they went over.");
  private static final MetricFamily LONGEST =
      cleaner("max-clean-time-secs", "Seconds that the longest of the last cleanings took.");
  private static final MetricFamily OVERDUE =
      cleaner("max-compaction-delay-secs", "Seconds beyond max.compaction.lag.ms.");
  private static final MetricFamily FULLEST =
      cleaner("max-buffer-utilization-percent", "How full the memory for keys was at most.");
  private static final MetricFamily DEAD =
      cleaner("DeadThreadCount", "None: threads that end are replaced.");

  /** Of all directories of a store. */
  public static CleanerSource of(LogStore logs) {
    return new CleanerSource(
        logs, logs.directories().stream().map(LogStore.DirectoryView::path).toList());
  }

  private static MetricFamily manager(String name, String help) {
    return MetricFamily.gauge("kafka.log", "LogCleanerManager", name, help);
  }

  private static MetricFamily cleaner(String name, String help) {
    return MetricFamily.gauge("kafka.log", "LogCleaner", name, help);
  }

  @Override
  public void collect(MetricSink sink) {
    tell(sink, DIRTIEST, report -> Math.floor(report.dirtiestRatio() * PERCENT));
    tell(sink, IDLE, CleanerReport::sinceLookMs);
    tell(sink, KEPT, report -> Math.floor(report.keptRatio() * PERCENT));
    tell(sink, LONGEST, report -> Math.floor(report.longestMs() / MILLIS));
    tell(sink, OVERDUE, report -> Math.floor(report.overdueMs() / MILLIS));
    tell(sink, FULLEST, report -> Math.floor(report.fullestRatio() * PERCENT));
    sink.gauge(DEAD, Tags.NONE, () -> 0);
    directories.forEach(directory -> tell(sink, directory));
  }

  private void tell(MetricSink sink, MetricFamily family, ToDoubleFunction<CleanerReport> value) {
    sink.gauge(family, Tags.NONE, () -> value.applyAsDouble(logs.cleaner().report()));
  }

  private void tell(MetricSink sink, Path directory) {
    Tags tags = Tags.of("logDirectory", directory.toString());
    sink.gauge(
        UNCLEANABLE,
        tags,
        () ->
            logs.cleaner().uncleanable().keySet().stream()
                .filter(id -> liesIn(id, directory))
                .count());
    sink.gauge(
        UNCLEANABLE_BYTES,
        tags,
        () ->
            logs.cleaner().report().uncleanableBytes().entrySet().stream()
                .filter(each -> liesIn(each.getKey(), directory))
                .mapToLong(Map.Entry::getValue)
                .sum());
  }

  private boolean liesIn(PartitionId id, Path directory) {
    PartitionLog log = logs.get(id.topicId(), id.partition());
    return log != null && log.logDirectory().equals(directory);
  }
}
