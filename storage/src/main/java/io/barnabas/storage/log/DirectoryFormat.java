package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes directories log directories before a broker is started, and tells whose they are. */
public final class DirectoryFormat {
  /** In a directory that a snapshot is being restored into; no broker starts there. */
  public static final String RESTORING = LogDirectory.RESTORING;

  private final FileSystemPort files;

  public DirectoryFormat(FileSystemPort files) {
    this.files = files;
  }

  /**
   * Whether there is such a directory.
   *
   * @throws IOException where that cannot be told, as one may not look there
   */
  public boolean exists(Path directory) throws IOException {
    try {
      long unused = files.lastModifiedMs(directory);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * What {@code meta.properties} says; null where the directory is nobody's yet.
   *
   * @throws IOException where that cannot be told, as one may not look there
   */
  public @Nullable Map<String, String> identity(Path directory) throws IOException {
    try {
      return PropertiesFile.read(files, directory.resolve(MetaProperties.NAME));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Has the next start look at what is in a directory, as after a crash; for whoever changes it
   * while no broker runs.
   */
  public void distrust(Path directory) throws IOException {
    CleanShutdownMarker.remove(files, directory);
  }

  /** Whose log lies in a directory; null where it does not say, or there is none. */
  public @Nullable Uuid topicId(Path log) throws IOException {
    return PartitionIdentity.topicId(files, log);
  }

  /** Says in the directory of a log, which is there, whose it is; durable. */
  public void nameLog(Path log, Uuid topicId) throws IOException {
    PartitionIdentity.write(files, log, topicId);
    PartitionIdentity.sync(files, log);
  }

  /**
   * Makes a directory a log directory, the last thing being that it says so: what is interrupted
   * can be done again.
   */
  public void format(Path directory, int nodeId, String clusterId, Uuid directoryId)
      throws IOException, LogStoreException {
    files.createDirectories(directory);
    MetaProperties unused =
        MetaProperties.readOrCreate(
            files, directory, new MetaProperties(nodeId, clusterId, directoryId));
    files.syncDirectory(directory);
  }
}
