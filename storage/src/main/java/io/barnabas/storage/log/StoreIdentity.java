package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which cluster the log directories belong to. */
final class StoreIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(StoreIdentity.class);

  private StoreIdentity() {}

  /** The configured cluster id, or the one found in a directory, or a new one. */
  static String clusterId(LogStoreConfig config, FileSystemPort files, LogIds ids) {
    if (!config.clusterId().equals(Uuid.ZERO)) {
      return config.clusterId().toString();
    }
    for (Path directory : config.directories()) {
      try {
        String found = MetaProperties.clusterIdIn(files, directory);
        if (found != null) {
          return found;
        }
      } catch (IOException e) {
        LOG.debug("{} does not say its cluster: {}", directory, e.toString());
      }
    }
    return ids.next().toString();
  }
}
