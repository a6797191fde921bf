package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file in the directory of a log that was copied there and takes the name of the original. As
 * long as the original has that name too, it is the original that counts. Blocks.
 */
final class MovedMark {
  static final String NAME = ".barnabas-copy";

  private MovedMark() {}

  /** Durable when this returns. */
  static void set(FileSystemPort files, Path partition) throws IOException {
    Path file = partition.resolve(NAME);
    try (var channel = files.openForWrite(file)) {
      files.sync(channel, file, true);
    }
    files.syncDirectory(partition);
  }

  /** Takes it away; durable when this returns, if it was there. */
  static void remove(FileSystemPort files, Path partition) throws IOException {
    if (files.deleteIfExists(partition.resolve(NAME))) {
      files.syncDirectory(partition);
    }
  }

  /**
   * Takes it away for certain, before a copy is made of the log that has come here as a copy: it
   * may have gone before without that being durable, and with it back there would be two copies.
   */
  static void removeForGood(FileSystemPort files, Path partition) throws IOException {
    boolean unused = files.deleteIfExists(partition.resolve(NAME));
    files.syncDirectory(partition);
  }

  /**
   * Makes copies again what has the name of a log that is still there: so the move was cut short
   * just before its end, and goes on.
   */
  static void turnBackCopies(FileSystemPort files, List<LogDirectory> directories, LogIds ids)
      throws IOException, LogStoreException {
    if (directories.size() == 1) {
      return;
    }
    List<Path> all = new ArrayList<>();
    for (LogDirectory directory : directories) {
      LogDirectories.unlessOffline(
          directory, directories, () -> all.addAll(directory.partitions()));
    }
    if (directories.stream().anyMatch(directory -> directory.health().failure() != null)) {
      // What is served now, without knowing whether there is another, is no copy any more.
      for (Path path : all) {
        remove(files, path);
      }
      return;
    }
    Map<String, Path> seen = new HashMap<>();
    for (Path path : all) {
      Path other = seen.putIfAbsent(String.valueOf(path.getFileName()), path);
      Path copy = other == null ? null : copyOf(files, other, path);
      if (copy != null) {
        turnBack(files, copy, ids);
      }
    }
  }

  private static void turnBack(FileSystemPort files, Path copy, LogIds ids) throws IOException {
    Uuid topicId = PartitionIdentity.topicId(files, copy);
    PartitionId id = PartitionDirectories.parse(copy, topicId == null ? Uuid.ZERO : topicId);
    String name = id == null ? null : PartitionDirectories.futureName(id, ids.next());
    if (name != null) {
      files.rename(copy, copy.resolveSibling(name));
      files.syncDirectory(copy.resolveSibling(".").normalize());
    }
  }

  /** Which of two directories of one name is the copy; null if that cannot be said. */
  private static @Nullable Path copyOf(FileSystemPort files, Path one, Path other)
      throws IOException {
    boolean first = files.exists(one.resolve(NAME));
    boolean second = files.exists(other.resolve(NAME));
    if (first == second) {
      return null;
    }
    return first ? one : other;
  }
}
