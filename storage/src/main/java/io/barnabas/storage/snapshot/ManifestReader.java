package io.barnabas.storage.snapshot;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.log.LogFiles;
import io.barnabas.storage.snapshot.SnapshotManifest.FileEntry;
import io.barnabas.storage.snapshot.SnapshotManifest.LogEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the text of a manifest and believes nothing of it: a good checksum only tells that it is
 * whole. Everything that is wrong is told with its line. One use.
 */
final class ManifestReader {
  /** A topic's name and a partition, with a dash between. */
  private static final Pattern LOG = Pattern.compile("[a-zA-Z0-9._-]{1,249}-[0-9]{1,9}");

  /** A file's name, or that of a directory before it. */
  private static final Pattern PATH =
      Pattern.compile("(?!\\.\\.?(/|$))[a-zA-Z0-9._-]+(/(?!\\.\\.?$)[a-zA-Z0-9._-]+)?");

  private static final long CRC_MAX = 0xFFFF_FFFFL;

  private final Map<String, String> properties = new LinkedHashMap<>();
  private final List<LogEntry> logs = new ArrayList<>();
  private final List<FileEntry> files = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private String line = "";
  private int number = 1;

  private ManifestReader() {}

  static SnapshotManifest read(byte[] bytes) throws SnapshotException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    String first = text.lines().findFirst().orElse("");
    if (!first.startsWith(SnapshotManifest.FORMAT)) {
      throw new SnapshotException(
          SnapshotManifest.NAME + " does not begin with '" + SnapshotManifest.FORMAT.trim() + "'");
    }
    String version = first.substring(SnapshotManifest.FORMAT.length());
    if (!version.equals(SnapshotManifest.VERSION)) {
      throw new SnapshotException(
          "%s is of version '%s', and version %s can be read here"
              .formatted(SnapshotManifest.NAME, version, SnapshotManifest.VERSION));
    }
    int end = text.lastIndexOf("\nend ") + 1;
    String content = text.substring(0, end);
    long crc = SnapshotManifest.crc(content.getBytes(StandardCharsets.UTF_8));
    if (end == 0 || !text.substring(end).equals("end " + crc + "\n")) {
      throw new SnapshotException(
          SnapshotManifest.NAME + " is damaged or not whole: its checksum does not fit");
    }
    return new ManifestReader().readLines(content.lines().skip(1).toList());
  }

  private SnapshotManifest readLines(List<String> lines) throws SnapshotException {
    for (String each : lines) {
      line = each;
      number++;
      if (line.startsWith("log ")) {
        logs.add(log(words()));
      } else if (line.startsWith("file ")) {
        files.add(file(words()));
      } else {
        String[] parts = line.split(" ", 2);
        check(parts.length == 2 && !parts[0].isEmpty(), "expected a name and a value");
        check(properties.put(parts[0], parts[1]) == null, parts[0] + " is there twice");
      }
    }
    SnapshotManifest manifest = new SnapshotManifest(properties, logs, files);
    checkProperties(manifest);
    return manifest;
  }

  private String[] words() throws SnapshotException {
    String[] words = line.split(" ");
    check(words.length == 5, "expected five words");
    return words;
  }

  private LogEntry log(String[] words) throws SnapshotException {
    long start = number(words[1], 0, Long.MAX_VALUE);
    long end = number(words[2], start, Long.MAX_VALUE);
    check(isUuid(words[3]), words[3] + " is no topic id");
    check(LOG.matcher(words[4]).matches(), words[4] + " is no name of a log's directory");
    check(known.add("log " + words[4]), words[4] + " is there twice");
    return new LogEntry(words[4], words[3], start, end);
  }

  private FileEntry file(String[] words) throws SnapshotException {
    String stored = words[3];
    String path = words[4];
    check(PATH.matcher(stored).matches(), stored + " is not a file of a snapshot");
    check(PATH.matcher(path).matches(), path + " is not a file of a log directory");
    check(known.add("file " + path), path + " is there twice");
    boolean segment = LogFiles.baseOffset(Path.of(path), ".log").isPresent();
    long bytes = number(words[1], 0, Integer.MAX_VALUE);
    return new FileEntry(path, stored, bytes, number(words[2], segment ? -1 : 0, CRC_MAX));
  }

  private long number(String word, long least, long most) throws SnapshotException {
    long value;
    try {
      value = Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw wrong(word + " is no number");
    }
    check(value >= least && value <= most, word + " is not from " + least + " to " + most);
    return value;
  }

  private void checkProperties(SnapshotManifest manifest) throws SnapshotException {
    checkNumber(manifest, SnapshotManifest.NODE_ID, Integer.MAX_VALUE);
    checkNumber(manifest, SnapshotManifest.CREATED_MS, Long.MAX_VALUE);
    if (!isUuid(manifest.property(SnapshotManifest.DIRECTORY_ID))) {
      throw new SnapshotException(
          SnapshotManifest.NAME + " has a " + SnapshotManifest.DIRECTORY_ID + " that is no id");
    }
    String unused = manifest.property(SnapshotManifest.CLUSTER_ID);
    unused = manifest.property(SnapshotManifest.TOPICS);
  }

  private static void checkNumber(SnapshotManifest manifest, String name, long most)
      throws SnapshotException {
    String value = manifest.property(name);
    try {
      long number = Long.parseLong(value);
      if (number >= 0 && number <= most) {
        return;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new SnapshotException(
        SnapshotManifest.NAME + " has a " + name + " that is none: '" + value + "'");
  }

  private static boolean isUuid(String text) {
    try {
      return !Uuid.parse(text).toString().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void check(boolean good, String otherwise) throws SnapshotException {
    if (!good) {
      throw wrong(otherwise);
    }
  }

  private SnapshotException wrong(String what) {
    return new SnapshotException(
        "%s cannot be used: line %d, '%s': %s"
            .formatted(SnapshotManifest.NAME, number, line, what));
  }
}
