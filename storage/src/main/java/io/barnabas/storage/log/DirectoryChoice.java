package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a log goes. */
final class DirectoryChoice {
  private DirectoryChoice() {}

  /**
   * Where a log of this name lies already, and otherwise where there are the fewest.
   *
   * @param directoryId where it is known to lie; null where it may be anywhere
   * @param isNew whether there cannot be one yet; otherwise it may lie in a directory that is
   *     offline, and an empty one would take its place
   */
  static LogDirectory of(
      List<LogDirectory> directories, String name, @Nullable Uuid directoryId, boolean isNew)
      throws LogStoreException {
    List<LogDirectory> online =
        directories.stream().filter(directory -> directory.health().failure() == null).toList();
    for (LogDirectory directory : online) {
      if (directory.has(name)) {
        return directory;
      }
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
