package io.barnabas.storage.log;

import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.index.TimeIndex;
import io.barnabas.storage.log.LogLoader.Checkpointed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * When retention or compaction may have something to do in a log that nobody has opened: told by
 * the names, sizes and times of its files, so that tens of thousands of idle logs need not be
 * opened to find nothing to do. When in doubt it says now.
 */
final class UpkeepOutlook {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long NOW = Long.MIN_VALUE;

  private final FileSystemPort files;
  private final LogConfig config;
  private final Checkpointed checkpointed;
  private final List<Path> segments = new ArrayList<>();

  private UpkeepOutlook(FileSystemPort files, LogConfig config, Checkpointed checkpointed) {
    this.files = files;
    this.config = config;
    this.checkpointed = checkpointed;
  }

  /** Not before this time, in ms since the epoch. Blocks for a few small reads. */
  static long dueMs(
      FileSystemPort files, Path directory, LogConfig config, Checkpointed checkpointed)
      throws IOException {
    UpkeepOutlook outlook = new UpkeepOutlook(files, config, checkpointed);
    for (Path file : files.list(directory)) {
      if (LogFiles.baseOffset(file, LogFiles.LOG).isPresent()) {
        outlook.segments.add(file);
      }
    }
    return outlook.segments.isEmpty() ? NEVER : outlook.dueMs();
  }

  private long dueMs() throws IOException {
    Path first = segments.get(0);
    if (segments.size() > 1 && baseOffset(segments.get(1)) <= checkpointed.logStartOffset()) {
      return NOW;
    }
    long due = NEVER;
    if (config.cleanupCompact()) {
      Path last = segments.get(segments.size() - 1);
      if (baseOffset(last) > checkpointed.cleanedOffset()) {
        return NOW;
      }
      long rest =
          Math.min(config.segmentMs() - config.segmentJitterMs(), config.maxCompactionLagMs());
      due = later(files.lastModifiedMs(last), rest);
    }
    if (config.cleanupDelete() && config.retentionBytes() >= 0) {
      long size = 0;
      for (Path segment : segments) {
        size += files.size(segment);
      }
      if (size - config.retentionBytes() >= files.size(first)) {
        return NOW;
      }
    }
    if (config.cleanupDelete() && config.retentionMs() >= 0 && files.size(first) > 0) {
      due = Math.min(due, later(newestIn(first), config.retentionMs()));
    }
    return due;
  }

  private static long baseOffset(Path segment) {
    return LogFiles.baseOffset(segment, LogFiles.LOG).orElseThrow();
  }

  private static long later(long time, long duration) {
    long sum = time + duration;
    return sum < time && duration > 0 ? NEVER : sum;
  }

  /** The last entry of the time index, which a clean end has given its last timestamp. */
  private long newestIn(Path segment) throws IOException {
    Path index = segment.resolveSibling(LogFiles.name(baseOffset(segment)) + LogFiles.TIME_INDEX);
    if (!files.exists(index)) {
      return NOW;
    }
    try (FileChannel channel = files.openForRead(index)) {
      ByteBuffer entry = ByteBuffer.allocate(TimeIndex.ENTRY_BYTES);
      long at = channel.size() - TimeIndex.ENTRY_BYTES;
      if (at < 0 || channel.read(entry, at) < TimeIndex.ENTRY_BYTES || entry.getLong(0) <= 0) {
        return NOW;
      }
      return entry.getLong(0);
    }
  }
}
