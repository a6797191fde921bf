package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a log goes. */
final class DirectoryChoice {
  private DirectoryChoice() {}

  /** Where a log of this name lies already, and otherwise where there are the fewest. */
  static LogDirectory of(List<LogDirectory> directories, String name, @Nullable Uuid directoryId)
      throws LogStoreException {
    List<LogDirectory> online =
        directories.stream().filter(directory -> directory.health().failure() == null).toList();
    for (LogDirectory directory : online) {
      if (directory.has(name)) {
        return directory;
      }
    }
    return online.stream()
        .filter(each -> directoryId == null || each.identity().directoryId().equals(directoryId))
        .min(Comparator.comparingInt(directory -> directory.logs().size()))
        .orElseThrow(() -> new LogStoreException("its log directory, or all, are offline"));
  }
}
