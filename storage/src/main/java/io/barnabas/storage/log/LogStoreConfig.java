package io.barnabas.storage.log;

import io.barnabas.storage.clean.CleanerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * Settings of a {@link LogStore}.
 *
 * @param directories {@code log.dirs}, absolute
 * @param nodeId {@code node.id}, checked against {@code meta.properties}
 * @param clusterId given to directories that have none yet, as it is written; empty takes the one
 *     found, or a new one
 * @param recoveryThreadsPerDirectory {@code num.recovery.threads.per.data.dir}
 * @param flushInterval how often what was written is synced and the recovery point moved
 * @param flushBytes unsynced bytes of one log that ask for a sync before the interval is over
 * @param retentionCheckInterval {@code log.retention.check.interval.ms}
 * @param recoveryPointInterval how often recovery points are written: {@code
 *     log.flush.offset.checkpoint.interval.ms}
 * @param logStartInterval how often log start offsets are written, besides when records are
 *     deleted: {@code log.flush.start.offset.checkpoint.interval.ms}
 * @param checkpointInterval how often high watermarks are written
 * @param producerIdExpiration {@code producer.id.expiration.ms}
 * @param producersMax how many producers all logs remember together
 * @param cleaner how compacted logs are cleaned
 * @param reserveBytes what clients' appends leave free in each log directory; 0 for nothing
 * @param openFilesMax how many files are kept open at most; asked again every second
 * @param indexCacheBytes memory for the indexes of sealed segments
 * @param configs the config of a topic found on disk, by name
 * @param onDirectoryFailure told once when a directory fails, with the reason
 */
public record LogStoreConfig(
    List<Path> directories,
    int nodeId,
    String clusterId,
    int recoveryThreadsPerDirectory,
    Duration flushInterval,
    long flushBytes,
    Duration retentionCheckInterval,
    Duration recoveryPointInterval,
    Duration logStartInterval,
    Duration checkpointInterval,
    Duration producerIdExpiration,
    int producersMax,
    CleanerConfig cleaner,
    long reserveBytes,
    IntSupplier openFilesMax,
    long indexCacheBytes,
    Function<String, LogConfig> configs,
    BiConsumer<Path, String> onDirectoryFailure) {

  public LogStoreConfig {
    directories = List.copyOf(directories);
  }
}
