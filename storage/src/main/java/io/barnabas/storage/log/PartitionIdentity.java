package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose a partition's directory is: its {@code partition.metadata}. Blocks. */
final class PartitionIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionIdentity.class);
  private static final String PARTITION_METADATA = "partition.metadata";

  private PartitionIdentity() {}

  /** The topic id in a partition's directory; null when there is none. */
  static @Nullable Uuid topicId(FileSystemPort files, Path partition) throws IOException {
    Path file = partition.resolve(PARTITION_METADATA);
    String id;
    try {
      id = PropertiesFile.read(files, file).get("topic_id");
    } catch (FileSystemException e) {
      // There is none, or the partition is no directory.
      if (files.exists(file)) {
        throw e;
      }
      return null;
    }
    try {
      return id == null ? null : Uuid.parse(id);
    } catch (IllegalArgumentException e) {
      LOG.warn("{} cannot be read: {}", file, e.getMessage());
      return null;
    }
  }

  /** Writes a partition's topic id; durable with the first flush of its log. */
  static void write(FileSystemPort files, Path partition, Uuid topicId) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("version", "0");
    values.put("topic_id", topicId.toString());
    ByteBuffer bytes = PropertiesFile.encode(values, ": ");
    try (FileChannel channel = files.openForWrite(partition.resolve(PARTITION_METADATA))) {
      channel.truncate(0);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /** Makes what is in a new partition's directory durable: its identity, its files' names. */
  static void sync(FileSystemPort files, Path partition) throws IOException {
    Path file = partition.resolve(PARTITION_METADATA);
    if (files.exists(file)) {
      try (FileChannel channel = files.openForUpdate(file)) {
        files.sync(channel, file, true);
      }
    }
    files.syncDirectory(partition);
  }
}
