package io.barnabas.storage.log;

import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One offset per partition, in Kafka's text form: a version line, a count line, then {@code topic
 * partition offset} lines. Replaced atomically. A file that cannot be read counts as empty: what it
 * says only saves work.
 */
final class OffsetCheckpointFile {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetCheckpointFile.class);

  private final FileSystemPort files;
  private final Path file;
  private @Nullable Map<PartitionId, Long> written;
  private @Nullable Set<String> mentioned = Set.of();
  private final AtomicBoolean stale = new AtomicBoolean(true);
  private boolean readable = true;

  OffsetCheckpointFile(FileSystemPort files, Path file) {
    this.files = files;
    this.file = file;
  }

  /** The key of a partition: its directory's name. */
  Map<String, Long> read() throws IOException {
    if (!files.exists(file)) {
      return Map.of();
    }
    List<String> lines =
        StandardCharsets.UTF_8.decode(files.readAll(file)).toString().lines().toList();
    if (lines.isEmpty()) {
      return Map.of(); // as Kafka makes it, before anything is to be said
    }
    Map<String, Long> offsets = new HashMap<>();
    try {
      if (Integer.parseInt(lines.get(0)) != 0) {
        throw new NumberFormatException("version " + lines.get(0));
      }
      int count = Integer.parseInt(lines.get(1));
      for (String line : lines.subList(2, 2 + count)) {
        String[] parts = line.split(" ");
        offsets.put(parts[0] + "-" + Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
      }
      mentioned = Set.copyOf(offsets.keySet());
      return offsets;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      LOG.warn("{} cannot be read and counts as empty: {}", file, e.getMessage());
      readable = false;
      return Map.of();
    }
  }

  /** Whether what {@link #read} found was in order; a file that is not there is. */
  boolean wasReadable() {
    return readable;
  }

  /** Whether the file says something of a directory of this name. One thread at a time. */
  boolean mentions(String name) {
    Set<String> names = mentioned;
    if (names == null) {
      names = new HashSet<>();
      for (PartitionId id : written == null ? Set.<PartitionId>of() : written.keySet()) {
        names.add(PartitionDirectories.name(id));
      }
      mentioned = names;
    }
    return names.contains(name);
  }

  /** Something that the file is to say has changed. Any thread. */
  void outdate() {
    if (!stale.get()) {
      stale.set(true);
    }
  }

  /** Whether anything has changed since this was asked; forgets it. */
  boolean takeOutdated() {
    return stale.getAndSet(false);
  }

  /** Replaces the file unless it is known to say the same. One thread at a time. */
  void writeIfChanged(Map<PartitionId, Long> offsets) throws IOException {
    if (!offsets.equals(written)) {
      write(offsets);
      written = offsets;
      mentioned = null;
    }
  }

  private void write(Map<PartitionId, Long> offsets) throws IOException {
    StringBuilder text = new StringBuilder(32 * offsets.size() + 16);
    text.append("0\n").append(offsets.size()).append('\n');
    offsets.forEach(
        (id, offset) ->
            text.append(id.topic())
                .append(' ')
                .append(id.partition())
                .append(' ')
                .append(offset.longValue())
                .append('\n'));
    files.replaceAtomically(
        file, ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
