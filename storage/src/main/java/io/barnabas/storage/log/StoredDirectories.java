package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.StoredDirectory.StoredLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks into log directories without changing or locking anything, whoever may be using them. Any
 * thread; blocks.
 */
public final class StoredDirectories {
  /** Files that brokers keep beside the logs. */
  private static final Set<String> KNOWN =
      Set.of(
          ".lock",
          ".kafka_cleanshutdown",
          FreeSpace.BALLAST,
          "meta.properties",
          "bootstrap.checkpoint",
          "recovery-point-offset-checkpoint",
          "log-start-offset-checkpoint",
          "replication-offset-checkpoint",
          "cleaner-offset-checkpoint");

  private final FileSystemPort files;
  private final StoredLogs logs;

  public StoredDirectories(FileSystemPort files) {
    this.files = files;
    this.logs = new StoredLogs(files);
  }

  /**
   * What a directory holds.
   *
   * @throws IOException if there is no such directory, or it cannot be read
   */
  public StoredDirectory read(Path path) throws IOException {
    Map<String, Long> starts =
        new OffsetCheckpointFile(files, path.resolve("log-start-offset-checkpoint")).read();
    List<StoredLog> found = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Path entry : files.list(path)) {
      String name = String.valueOf(entry.getFileName());
      PartitionId id =
          files.isDirectory(entry) ? PartitionDirectories.parse(entry, Uuid.ZERO) : null;
      if (id != null) {
        found.add(logs.read(entry, id, topicId(entry), starts.getOrDefault(name, 0L)));
      } else if (!KNOWN.contains(name)) {
        others.add(name);
      }
    }
    found.sort(Comparator.comparing(StoredLog::topic).thenComparingInt(StoredLog::partition));
    return directory(path, found, others);
  }

  private StoredDirectory directory(Path path, List<StoredLog> found, List<String> others)
      throws IOException {
    Path identity = path.resolve("meta.properties");
    Map<String, String> properties =
        files.exists(identity) ? PropertiesFile.read(files, identity) : new HashMap<>();
    CleanShutdownMarker marker = CleanShutdownMarker.read(files, path);
    return new StoredDirectory(
        path,
        properties.get("cluster.id"),
        properties.get("node.id"),
        id(properties.get("directory.id")),
        marker != null,
        marker == null ? CleanShutdownMarker.UNKNOWN_EPOCH : marker.brokerEpoch(),
        found,
        others);
  }

  private @Nullable Uuid topicId(Path partition) throws IOException {
    Path file = partition.resolve("partition.metadata");
    return files.exists(file) ? id(PropertiesFile.read(files, file).get("topic_id")) : null;
  }

  private static @Nullable Uuid id(@Nullable String text) {
    try {
      return text == null ? null : Uuid.parse(text);
    } catch (IllegalArgumentException notAnId) {
      return null;
    }
  }

  /** Reads the batches of a log. */
  public StoredLogs logs() {
    return logs;
  }
}
