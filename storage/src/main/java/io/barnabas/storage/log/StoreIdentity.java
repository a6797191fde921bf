package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which cluster the log directories belong to. */
final class StoreIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(StoreIdentity.class);

  private StoreIdentity() {}

  /** The configured cluster id, or the one found in a directory, or a new one. */
  static String clusterId(LogStoreConfig config, FileSystemPort files, LogIds ids) {
    String configured = config.clusterId();
    String found = found(config, files);
    if (configured.isEmpty()) {
      return found == null ? ids.next().toString() : found;
    }
    return found != null && isSame(found, configured) ? found : configured;
  }

  /**
   * The first directory has the metadata: where it is nobody's yet, the others have to be, too.
   *
   * @throws LogStoreException if one is not, so that a cluster would be begun beside its logs
   */
  static void requireMetadata(LogStoreConfig config, FileSystemPort files)
      throws LogStoreException {
    Path first = config.directories().get(0);
    try {
      if (files.exists(first.resolve(MetaProperties.NAME))) {
        return;
      }
    } catch (IOException e) {
      LOG.debug("{} is looked at when it is opened: {}", first, e.toString());
      return;
    }
    String found = found(config, files);
    if (found != null) {
      throw new LogStoreException(
          "log directory "
              + first
              + " is to hold the metadata, but is nobody's yet, while others hold logs of cluster "
              + found
              + "; name the one that has __cluster_metadata-0 first in log.dirs, or in"
              + " metadata.log.dir, or restore it from a backup");
    }
  }

  /** The last of 22 digits may be written in several ways. */
  private static boolean isSame(String one, String other) {
    try {
      return Uuid.parse(one).equals(Uuid.parse(other));
    } catch (IllegalArgumentException noUuid) {
      return false;
    }
  }

  private static @Nullable String found(LogStoreConfig config, FileSystemPort files) {
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
    return null;
  }
}
