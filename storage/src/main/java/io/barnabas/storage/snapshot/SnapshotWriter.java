package io.barnabas.storage.snapshot;

import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.file.SyncFailedException;
import io.barnabas.storage.log.LogCut;
import io.barnabas.storage.log.LogCuts;
import io.barnabas.storage.snapshot.SnapshotManifest.FileEntry;
import io.barnabas.storage.snapshot.SnapshotManifest.LogEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes one snapshot: under a name that nobody takes for one, renamed when it is whole and
 * durable. Blocks. One use, one thread.
 */
public final class SnapshotWriter {
  private static final String UNFINISHED = ".unfinished";

  /** All in one directory, however many logs there are: it is to be synced. */
  private static final String SEGMENTS = "segments";

  private final FileSystemPort files;
  private final Path home;
  private final Path target;
  private final Path directory;
  private final List<FileEntry> entries = new ArrayList<>();
  private final List<Path> directories = new ArrayList<>();
  private final List<Unsynced> unsynced = new ArrayList<>();

  /** A link to a file of a log that may have more in memory than on the disk. */
  private record Unsynced(Path link, LogCut log) {}

  /** For a snapshot of this name in a directory that is there. */
  public SnapshotWriter(FileSystemPort files, Path home, String name) {
    this.files = files;
    this.home = home;
    this.target = home.resolve(name);
    this.directory = unfinished(home, name);
  }

  /** Where a snapshot of this name is as long as it is none, and where it goes to be deleted. */
  static Path unfinished(Path home, String name) {
    return home.resolve(name + UNFINISHED);
  }

  /** Whether a directory of this name is what a writer left that was stopped. */
  static boolean isUnfinished(Path directory) {
    return String.valueOf(directory.getFileName()).endsWith(UNFINISHED);
  }

  /** Where files can be put meanwhile. */
  public Path directory() {
    return directory;
  }

  /** Makes room, throwing away what was left of an attempt before. */
  public void begin() throws IOException {
    if (files.exists(target)) {
      throw new SnapshotException("there is a snapshot " + target + " already");
    }
    files.deleteRecursively(directory);
    // It has what the metadata log has: credentials.
    files.createPrivateDirectories(directory);
    directories.add(directory);
    Path unused = make(SEGMENTS);
  }

  /** Makes a directory in the snapshot, to be made durable with it. */
  public Path make(String name) throws IOException {
    Path made = directory.resolve(name);
    files.createDirectories(made);
    directories.add(made);
    return made;
  }

  /**
   * Links the files of logs that stand still.
   *
   * @throws SnapshotException where they lie on another file system
   */
  public void link(LogCuts logs) throws IOException {
    for (LogCut cut : logs.cuts()) {
      for (LogCut.SegmentFile segment : cut.files()) {
        String stored = SEGMENTS + "/" + entries.size() + ".log";
        Path link = directory.resolve(stored);
        link(segment.path(), link);
        if (!segment.synced()) {
          unsynced.add(new Unsynced(link, cut));
        }
        entries.add(
            new FileEntry(
                cut.directoryName() + "/" + segment.path().getFileName(),
                stored,
                segment.bytes(),
                -1));
      }
    }
  }

  private void link(Path segment, Path link) throws IOException {
    try {
      files.link(segment, link);
    } catch (IOException e) {
      Path log = segment.getParent();
      if (log == null || files.isSameFileSystem(log, home)) {
        throw e;
      }
      throw new SnapshotException(
          segment
              + " cannot be linked into "
              + home
              + ": a snapshot shares the files of the logs, so that barnabas.snapshot.dir has to lie"
              + " on the file system of log.dirs, under the same mount");
    }
  }

  /**
   * Makes durable what was linked; the logs may have gone on. It is their own files that are
   * synced: where that fails, nobody can tell what they have lost, and their directory goes
   * offline.
   */
  public void sync() throws IOException {
    for (Unsynced each : unsynced) {
      try (FileChannel channel = files.openForUpdate(each.link())) {
        files.sync(channel, each.link(), false);
      } catch (SyncFailedException e) {
        each.log().syncFailed(e);
        throw e;
      }
    }
  }

  /**
   * Takes in what else there is, writes the manifest, and gives the snapshot its name.
   *
   * @param properties what is said of the whole
   */
  public SnapshotManifest finish(LogCuts logs, Map<String, String> properties) throws IOException {
    List<LogEntry> described = new ArrayList<>();
    for (LogCut cut : logs.cuts()) {
      described.add(
          new LogEntry(
              cut.directoryName(),
              cut.id().topicId().toString(),
              cut.startOffset(),
              cut.endOffset()));
    }
    for (Path each : directories) {
      addSmallFiles(each);
    }
    SnapshotManifest manifest = new SnapshotManifest(new HashMap<>(properties), described, entries);
    files.replaceAtomically(
        directory.resolve(SnapshotManifest.NAME), ByteBuffer.wrap(manifest.encode()));
    for (Path each : directories) {
      files.syncDirectory(each);
    }
    files.rename(directory, target);
    files.syncDirectory(home);
    return manifest;
  }

  private void addSmallFiles(Path from) throws IOException {
    if (from.endsWith(SEGMENTS)) {
      return;
    }
    for (Path file : files.list(from)) {
      if (files.isDirectory(file)) {
        continue;
      }
      ByteBuffer content = files.readAll(file);
      byte[] bytes = new byte[content.remaining()];
      content.get(bytes);
      try (FileChannel channel = files.openForUpdate(file)) {
        files.sync(channel, file, true);
      }
      String path = directory.relativize(file).toString();
      entries.add(new FileEntry(path, path, bytes.length, SnapshotManifest.crc(bytes)));
    }
  }

  /** Removes what there is of a snapshot that could not be finished. */
  public void giveUp() throws IOException {
    files.deleteRecursively(directory);
  }
}
