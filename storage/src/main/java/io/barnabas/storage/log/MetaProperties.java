package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whose a log directory is: {@code meta.properties}.
 *
 * @param clusterId any text; mostly an id as Apache Kafka makes them
 * @param directoryId given to a directory that has none
 */
record MetaProperties(int nodeId, String clusterId, Uuid directoryId) {
  static final String NAME = "meta.properties";

  /** The cluster id found in a directory; null when it has none. */
  static @org.jspecify.annotations.Nullable String clusterIdIn(FileSystemPort files, Path directory)
      throws IOException {
    Path file = directory.resolve(NAME);
    return files.exists(file) ? PropertiesFile.read(files, file).get("cluster.id") : null;
  }

  static MetaProperties readOrCreate(FileSystemPort files, Path directory, MetaProperties expected)
      throws IOException, LogStoreException {
    Path file = directory.resolve(NAME);
    if (!files.exists(file)) {
      return write(files, file, expected);
    }
    Map<String, String> found = PropertiesFile.read(files, file);
    check(
        file,
        "version",
        "1",
        found.get("version"),
        "0 is of the time of ZooKeeper, and Apache Kafka 3.9 migrates it; without any the file is"
            + " damaged, and to be restored");
    check(
        file,
        "node.id",
        Integer.toString(expected.nodeId),
        found.get("node.id"),
        "set node.id to that, or name this broker's own directory in log.dirs");
    check(
        file,
        "cluster.id",
        expected.clusterId,
        found.get("cluster.id"),
        "leave CLUSTER_ID out, and name directories of one cluster alone in log.dirs");
    String directoryId = found.get("directory.id");
    if (directoryId == null) {
      return write(files, file, expected);
    }
    try {
      return new MetaProperties(expected.nodeId, expected.clusterId, Uuid.parse(directoryId));
    } catch (IllegalArgumentException e) {
      throw new LogStoreException(
          file
              + ": directory.id is "
              + directoryId
              + ", and no UUID in base 64, 22 characters long; the file is damaged, and to be"
              + " restored");
    }
  }

  private static void check(
      Path file,
      String key,
      String expected,
      @org.jspecify.annotations.Nullable String found,
      String remedy)
      throws LogStoreException {
    if (!expected.equals(found)) {
      throw new LogStoreException(
          file
              + ": "
              + key
              + " is "
              + (found == null ? "missing" : found)
              + ", this broker expects "
              + expected
              + "; "
              + remedy);
    }
  }

  private static MetaProperties write(FileSystemPort files, Path file, MetaProperties identity)
      throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("version", "1");
    values.put("node.id", Integer.toString(identity.nodeId));
    values.put("cluster.id", identity.clusterId);
    values.put("directory.id", identity.directoryId.toString());
    files.replaceAtomically(file, PropertiesFile.encode(values, "="));
    return identity;
  }
}
