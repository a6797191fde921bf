package io.barnabas.storage.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * What a snapshot consists of. Immutable.
 *
 * @param properties what is said of the whole, by name: {@link #NODE_ID} and others
 * @param logs the logs
 * @param files all files but this one
 */
public record SnapshotManifest(
    Map<String, String> properties, List<LogEntry> logs, List<FileEntry> files) {
  /** The file's name. It is written last: a directory without it is no snapshot. */
  public static final String NAME = "snapshot.manifest";

  public static final String NODE_ID = "node.id";
  public static final String CLUSTER_ID = "cluster.id";
  public static final String DIRECTORY_ID = "directory.id";
  public static final String CREATED_MS = "created.ms";
  public static final String TOPICS = "topics";

  /** What a manifest begins with, and the version of what follows. */
  static final String FORMAT = "barnabas-snapshot ";

  static final String VERSION = "1";

  /**
   * A log.
   *
   * @param directory the name of its directory
   * @param topicId the id of its topic in Kafka's text form
   * @param startOffset the first that can be read
   * @param endOffset the one behind the last record
   */
  public record LogEntry(String directory, String topicId, long startOffset, long endOffset) {}

  /**
   * A file.
   *
   * @param path where it is in a log directory, with slashes
   * @param stored where it is in the snapshot, with slashes
   * @param bytes how much of the file belongs to the snapshot
   * @param crc CRC-32C of these bytes; -1 for segments, whose batches have their own
   */
  public record FileEntry(String path, String stored, long bytes, long crc) {
    /** The name of the directory it belongs into; empty for what lies beside the logs. */
    public String logDirectory() {
      return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
  }

  public SnapshotManifest {
    properties = Map.copyOf(properties);
    logs = List.copyOf(logs);
    files = List.copyOf(files);
  }

  /** A property that every snapshot has. */
  public String property(String name) throws SnapshotException {
    String value = properties.get(name);
    if (value == null) {
      throw new SnapshotException(NAME + " does not say " + name);
    }
    return value;
  }

  /** The bytes of all files together. */
  public long bytes() {
    return files.stream().mapToLong(FileEntry::bytes).sum();
  }

  /** The text form. */
  byte[] encode() {
    StringBuilder text = new StringBuilder(FORMAT).append(VERSION).append('\n');
    new java.util.TreeMap<>(properties)
        .forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
    for (LogEntry log : logs) {
      text.append("log ")
          .append(log.startOffset())
          .append(' ')
          .append(log.endOffset())
          .append(' ')
          .append(log.topicId())
          .append(' ')
          .append(log.directory())
          .append('\n');
    }
    for (FileEntry file : files) {
      text.append("file ")
          .append(file.bytes())
          .append(' ')
          .append(file.crc())
          .append(' ')
          .append(file.stored())
          .append(' ')
          .append(file.path())
          .append('\n');
    }
    byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
    byte[] end = ("end " + crc(content) + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] all = java.util.Arrays.copyOf(content, content.length + end.length);
    System.arraycopy(end, 0, all, content.length, end.length);
    return all;
  }

  static long crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }

  /**
   * Reads the text form.
   *
   * @throws SnapshotException if it is not whole, of another version, or says what cannot be
   */
  static SnapshotManifest parse(byte[] bytes) throws SnapshotException {
    return ManifestReader.read(bytes);
  }
}
