package io.barnabas.storage.log;

import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes or discards, when a log is opened, the replacement of segments that a crash has cut
 * short. May itself be cut short at any point, and run again.
 */
final class SwapRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(SwapRecovery.class);
  private static final List<String> INDEXES =
      List.of(LogFiles.INDEX, LogFiles.TIME_INDEX, LogFiles.TXN_INDEX);

  private final FileSystemPort files;
  private final Path directory;

  private SwapRecovery(FileSystemPort files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  /** Returns what is in the directory afterwards. */
  static List<Path> run(LogContext context, Path directory) throws IOException {
    List<Path> entries = context.files().list(directory);
    if (entries.stream().noneMatch(file -> isNamed(file, LogFiles.SWAP))) {
      return entries;
    }
    new SwapRecovery(context.files(), directory).run(entries);
    return context.files().list(directory);
  }

  private void run(List<Path> entries) throws IOException {
    long firstUndecided = discardUndecided(entries);
    for (Path file : entries) {
      OptionalLong base = LogFiles.baseOffset(file, LogFiles.LOG + LogFiles.SWAP);
      if (base.isPresent()) {
        if (base.getAsLong() < firstUndecided) {
          finish(base.getAsLong(), file, entries);
        } else {
          // Apache Kafka was splitting a segment, and had not decided on all of the parts.
          deleteIndexes(base.getAsLong(), LogFiles.SWAP);
          files.deleteIfExists(file);
        }
      }
    }
    nameRest();
    files.syncDirectory(directory);
  }

  private static boolean isNamed(Path file, String suffix) {
    return String.valueOf(file.getFileName()).endsWith(suffix);
  }

  /** Indexes that were ready before their log file was. The log file goes last, as their sign. */
  private long discardUndecided(List<Path> entries) throws IOException {
    long first = Long.MAX_VALUE;
    for (Path file : entries) {
      OptionalLong base = LogFiles.baseOffset(file, LogFiles.LOG + LogFiles.CLEANED);
      if (base.isPresent()) {
        first = Math.min(first, base.getAsLong());
        deleteIndexes(base.getAsLong(), LogFiles.SWAP);
      }
    }
    return first;
  }

  private void deleteIndexes(long base, String ending) throws IOException {
    for (String suffix : INDEXES) {
      files.deleteIfExists(LogFiles.of(directory, base, suffix + ending));
    }
  }

  private void finish(long base, Path swap, List<Path> entries) throws IOException {
    long end = endOffset(swap, base);
    List<String> gone = new ArrayList<>();
    for (Path file : entries) {
      OptionalLong other = LogFiles.baseOffset(file, LogFiles.LOG);
      if (other.isPresent() && other.getAsLong() > base && other.getAsLong() < end) {
        gone.add(String.valueOf(file.getFileName()));
        deleteIndexes(other.getAsLong(), "");
        files.deleteIfExists(file);
      }
    }
    LOG.info("Finishing the replacement by {}, of {} up to {}", swap, gone, end);
    for (String suffix : List.of(LogFiles.INDEX, LogFiles.TIME_INDEX)) {
      if (!files.exists(LogFiles.of(directory, base, suffix + LogFiles.SWAP))) {
        // Perhaps of the segment that is replaced. Made again from the log.
        files.deleteIfExists(LogFiles.of(directory, base, suffix));
      }
    }
    // Before the new file has its name: two segments with the same offsets would be damage.
    files.syncDirectory(directory);
    files.rename(swap, LogFiles.of(directory, base, LogFiles.LOG));
  }

  /** Where the offsets of a segment end, by the headers of its batches. */
  private long endOffset(Path file, long base) throws IOException {
    long end = base;
    try (FileChannel channel = files.openForRead(file)) {
      BatchWalk walk = new BatchWalk(file, channel, 0, (int) channel.size());
      while (walk.next()) {
        end = walk.lastOffset() + 1;
      }
    }
    return end;
  }

  /** Indexes whose log file has its name already. */
  private void nameRest() throws IOException {
    for (Path file : files.list(directory)) {
      if (isNamed(file, LogFiles.SWAP)) {
        String name = String.valueOf(file.getFileName());
        String target = name.substring(0, name.length() - LogFiles.SWAP.length());
        files.rename(file, file.resolveSibling(target));
      }
    }
  }
}
