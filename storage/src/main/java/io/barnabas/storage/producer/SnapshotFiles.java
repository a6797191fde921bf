package io.barnabas.storage.producer;

import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.LogFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * The {@code <20 digits>.snapshot} files of a log's directory, by the offset they reflect
 * (exclusive): one per segment, at its base offset, and a few in the last one.
 */
final class SnapshotFiles {
  /** Snapshots kept of those in the last segment that are below what is synced. */
  private static final int AHEAD = 4;

  private final FileSystemPort files;
  private final Path directory;
  private final TreeSet<Long> offsets = new TreeSet<>();

  SnapshotFiles(FileSystemPort files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  /** Looks for the files that are there. */
  void scan(Collection<Path> directoryEntries) {
    offsets.clear();
    for (Path file : directoryEntries) {
      LogFiles.baseOffset(file, LogFiles.SNAPSHOT).ifPresent(offsets::add);
    }
  }

  NavigableSet<Long> offsets() {
    return offsets;
  }

  OptionalLong latest() {
    return offsets.isEmpty() ? OptionalLong.empty() : OptionalLong.of(offsets.last());
  }

  Path path(long offset) {
    return LogFiles.of(directory, offset, LogFiles.SNAPSHOT);
  }

  List<ProducerEntry> read(long offset) throws IOException {
    return SnapshotFormat.read(path(offset), files.readAll(path(offset)));
  }

  /**
   * Writes a snapshot. Without {@code sync} a power loss may leave it torn, which its CRC will
   * tell; then an older one and more of the log serve instead.
   */
  void write(long offset, Collection<ProducerEntry> entries, boolean sync) throws IOException {
    ByteBuffer bytes = SnapshotFormat.write(entries);
    try (FileChannel channel = files.openForWrite(path(offset))) {
      channel.truncate(0);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (sync) {
        files.sync(channel, path(offset), true);
      }
    }
    offsets.add(offset);
  }

  /** Makes a snapshot durable, if there is one. Any thread. */
  void sync(long offset) throws IOException {
    Path file = path(offset);
    if (files.exists(file)) {
      try (FileChannel channel = files.openForUpdate(file)) {
        files.sync(channel, file, true);
      } catch (NoSuchFileException e) {
        // Truncated or retained meanwhile.
        return;
      }
    }
  }

  void delete(long offset) throws IOException {
    offsets.remove(offset);
    files.deleteIfExists(path(offset));
  }

  void deleteAll(Collection<Long> unwanted) throws IOException {
    for (long offset : List.copyOf(unwanted)) {
      delete(offset);
    }
  }

  /**
   * Deletes what lies beyond a log's end, durably: or a loss of power would bring back, once the
   * log has grown again, what was never true of it.
   */
  void deleteBeyond(long logEndOffset) throws IOException {
    List<Long> unwanted = List.copyOf(offsets.tailSet(logEndOffset, false));
    if (!unwanted.isEmpty()) {
      deleteAll(unwanted);
      files.syncDirectory(directory);
    }
  }

  /**
   * Deletes what no segment needs: all but the segments' own, those that lie in the last segment
   * and beyond the recovery point, and the newest that lie below it. Of these a crash can use only
   * what lies below the recovery point that was recorded, so there is more than one.
   *
   * @param recoveryPoint the log's; 0 keeps all in the last segment
   */
  void deleteStrays(NavigableSet<Long> segmentBaseOffsets, long recoveryPoint) throws IOException {
    TreeSet<Long> strays = new TreeSet<>(offsets);
    strays.removeAll(segmentBaseOffsets);
    long lastBase = segmentBaseOffsets.isEmpty() ? -1 : segmentBaseOffsets.last();
    strays.tailSet(Math.max(lastBase, recoveryPoint), false).clear();
    for (int i = 0; i < AHEAD && !strays.isEmpty() && strays.last() > lastBase; i++) {
      strays.pollLast();
    }
    deleteAll(strays);
  }
}
