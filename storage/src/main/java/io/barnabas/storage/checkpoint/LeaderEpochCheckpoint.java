package io.barnabas.storage.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.CorruptLogException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code leader-epoch-checkpoint} of a log, in Apache Kafka's text form. Replaced atomically.
 *
 * <pre>
 * 0                    version
 * 2                    number of entries
 * 0 0                  epoch and its start offset, both rising
 * 4 17
 * </pre>
 */
final class LeaderEpochCheckpoint {
  private static final String VERSION = "0";
  private static final int ENTRIES_AT = 2;

  private final FileSystemPort files;
  private final Path file;

  LeaderEpochCheckpoint(FileSystemPort files, Path file) {
    this.files = files;
    this.file = file;
  }

  static String format(List<EpochEntry> entries) {
    StringBuilder text =
        new StringBuilder(VERSION).append('\n').append(entries.size()).append('\n');
    for (EpochEntry entry : entries) {
      text.append(entry.epoch()).append(' ').append(entry.startOffset()).append('\n');
    }
    return text.toString();
  }

  /** Durable once the directory is synced too. */
  void write(List<EpochEntry> entries) throws IOException {
    files.replace(file, ByteBuffer.wrap(format(entries).getBytes(UTF_8)));
  }

  /** The entries; none if there is no file, or an empty one. */
  List<EpochEntry> read() throws IOException {
    if (!files.exists(file)) {
      return List.of();
    }
    return parse(UTF_8.decode(files.readAll(file)).toString().lines().toList());
  }

  private List<EpochEntry> parse(List<String> lines) throws CorruptLogException {
    if (lines.isEmpty()) {
      return List.of();
    }
    expect(1, VERSION, lines.get(0));
    int count = lines.size() - ENTRIES_AT;
    expect(2, Integer.toString(count), count < 0 ? "nothing" : lines.get(1));
    List<EpochEntry> entries = new ArrayList<>(count);
    EpochEntry last = null;
    for (int i = 0; i < count; i++) {
      EpochEntry entry = parseEntry(i + ENTRIES_AT + 1, lines.get(i + ENTRIES_AT));
      if (last != null
          && (entry.epoch() <= last.epoch() || entry.startOffset() < last.startOffset())) {
        throw corrupt(i + ENTRIES_AT + 1, "more than " + last, entry.toString());
      }
      entries.add(entry);
      last = entry;
    }
    return entries;
  }

  private EpochEntry parseEntry(int line, String text) throws CorruptLogException {
    int space = text.indexOf(' ');
    try {
      return new EpochEntry(
          Integer.parseInt(text, 0, Math.max(space, 0), 10),
          Long.parseLong(text, space + 1, text.length(), 10));
    } catch (IllegalArgumentException e) {
      throw corrupt(line, "an epoch and an offset", "'" + text + "'");
    }
  }

  private void expect(int line, String expected, String found) throws CorruptLogException {
    if (!expected.equals(found)) {
      throw corrupt(line, expected, found);
    }
  }

  private CorruptLogException corrupt(int line, String expected, String found) {
    return new CorruptLogException(file, line, "in this line " + expected, found);
  }
}
