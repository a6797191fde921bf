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
