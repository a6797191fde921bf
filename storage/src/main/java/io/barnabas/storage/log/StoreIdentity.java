package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.file.Path;

/** Finds out which cluster the log directories belong to. */
final class StoreIdentity {
  private StoreIdentity() {}

  /** The configured cluster id, or the one found in a directory, or a new one. */
  static String clusterId(LogStoreConfig config, FileSystemPort files, LogIds ids)
      throws IOException {
    if (!config.clusterId().equals(Uuid.ZERO)) {
      return config.clusterId().toString();
    }
    for (Path directory : config.directories()) {
      String found = MetaProperties.clusterIdIn(files, directory);
      if (found != null) {
        return found;
      }
    }
    return ids.next().toString();
  }
}
