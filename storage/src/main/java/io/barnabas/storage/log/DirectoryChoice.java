package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a log goes. */
final class DirectoryChoice {
  private DirectoryChoice() {}

  /**
   * Where a log of this name lies already, not of another topic if possible, and otherwise where
   * there are the fewest.
   *
   * @param removal knows whose a directory is
   * @param directoryId where it is known to lie; null where it may be anywhere
   * @param isNew whether there cannot be one yet; otherwise it may lie in a directory that is
   *     offline, and an empty one would take its place
   */
  static LogDirectory of(
      List<LogDirectory> directories,
      LogRemoval removal,
      PartitionId id,
      @Nullable Uuid directoryId,
      boolean isNew)
      throws LogStoreException {
    String name = PartitionDirectories.name(id);
    List<LogDirectory> online =
        directories.stream().filter(directory -> directory.health().failure() == null).toList();
    LogDirectory found = null;
    for (LogDirectory directory : online) {
      if (directory.has(name)) {
        if (!removal.isOfAnother(id, directory)) {
          return directory;
        }
        found = directory;
      }
    }
    if (found != null) {
      return found;
    }
    if (directoryId == null && !isNew && online.size() < directories.size()) {
      throw new LogStoreException("it may lie in a log directory that is offline");
    }
    return online.stream()
        .filter(each -> directoryId == null || each.identity().directoryId().equals(directoryId))
        .min(Comparator.comparingInt(directory -> directory.logs().size()))
        .orElseThrow(() -> new LogStoreException("its log directory, or all, are offline"));
  }
}
