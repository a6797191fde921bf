package io.barnabas.storage.producer;

import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.CorruptLogException;
import io.barnabas.storage.log.LogFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeMap;

/** What the producer snapshots of a log say, without the log. */
public final class StoredProducers {
  private StoredProducers() {}

  /** How many producers the newest snapshot knows; -1 without one that can be read. */
  public static int count(FileSystemPort files, Collection<Path> directoryEntries)
      throws IOException {
    TreeMap<Long, Path> snapshots = new TreeMap<>();
    for (Path file : directoryEntries) {
      LogFiles.baseOffset(file, LogFiles.SNAPSHOT).ifPresent(offset -> snapshots.put(offset, file));
    }
    for (Path file : snapshots.descendingMap().values()) {
      try {
        return SnapshotFormat.read(file, files.readAll(file)).size();
      } catch (CorruptLogException damaged) {
        // The one before serves, as it would at a start.
        continue;
      }
    }
    return -1;
  }
}
