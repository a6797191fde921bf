package io.barnabas.storage.snapshot;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.DirectoryFormat;
import io.barnabas.storage.log.LogFiles;
import io.barnabas.storage.log.LogStoreException;
import io.barnabas.storage.log.SegmentCheck;
import io.barnabas.storage.snapshot.SnapshotManifest.FileEntry;
import io.barnabas.storage.snapshot.SnapshotManifest.LogEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Proves a snapshot whole, and makes a log directory of it. What is read is checked: segments batch
 * by batch, other files by their checksums. Blocks; one thread.
 */
public final class SnapshotRestore {
  /** In a directory whose restore has not ended; a broker does not start there. */
  private static final String MARK = DirectoryFormat.RESTORING;

  private static final long CHUNK = 64L << 20;

  private final FileSystemPort files;
  private final Path snapshot;
  private final SnapshotManifest manifest;
  private final Map<String, Long> ends = new HashMap<>();

  /**
   * For one snapshot.
   *
   * @throws SnapshotException if it is none
   */
  public SnapshotRestore(FileSystemPort files, Path snapshot) throws IOException {
    this.files = files;
    this.snapshot = snapshot;
    this.manifest = SnapshotDirectory.manifest(files, snapshot);
  }

  /** What the snapshot has. */
  public SnapshotManifest manifest() {
    return manifest;
  }

  /**
   * Reads everything.
   *
   * @throws IOException at the first that is not as it was
   */
  public void verify() throws IOException {
    for (FileEntry file : manifest.files()) {
      check(file, snapshot.resolve(file.stored()));
    }
    checkEnds();
  }

  /**
   * Copies everything into a log directory that is not there yet, or is empty, or was left by a
   * restore that was interrupted; checks the copies, and makes them durable.
   */
  public void into(Path directory) throws IOException, LogStoreException {
    Path mark = directory.resolve(MARK);
    if (files.exists(directory) && !files.exists(mark) && !files.list(directory).isEmpty()) {
      throw new SnapshotException(
          directory + " is not empty: a snapshot is restored into a directory of its own");
    }
    files.createDirectories(directory);
    files.replaceAtomically(mark, ByteBuffer.allocate(0));
    for (Path left : files.list(directory)) {
      if (!left.equals(mark)) {
        files.deleteRecursively(left);
      }
    }
    DirectoryFormat format = new DirectoryFormat(files);
    for (LogEntry log : manifest.logs()) {
      Path made = inside(directory, log.directory());
      files.createDirectories(made);
      format.nameLog(made, Uuid.parse(log.topicId()));
    }
    for (FileEntry file : manifest.files()) {
      Path copy = inside(directory, file.path());
      int slash = file.path().lastIndexOf('/');
      if (slash > 0) {
        create(directory, file.path().substring(0, slash));
      }
      copy(file, snapshot.resolve(file.stored()), copy);
      check(file, copy);
    }
    checkEnds();
    for (Path each : files.list(directory)) {
      if (files.isDirectory(each)) {
        files.syncDirectory(each);
      }
    }
    files.syncDirectory(directory);
    format.format(
        directory,
        Integer.parseInt(manifest.property(SnapshotManifest.NODE_ID)),
        manifest.property(SnapshotManifest.CLUSTER_ID),
        Uuid.parse(manifest.property(SnapshotManifest.DIRECTORY_ID)));
    files.deleteIfExists(mark);
    files.syncDirectory(directory);
  }

  private static Path inside(Path directory, String name) throws SnapshotException {
    Path path = directory.resolve(name).normalize();
    if (!path.startsWith(directory.normalize())) {
      throw new SnapshotException(SnapshotManifest.NAME + " names a file elsewhere: " + path);
    }
    return path;
  }

  /** As a broker would: what has credentials is for nobody else. */
  private void create(Path directory, String name) throws IOException {
    if (name.startsWith("__cluster_metadata-")) {
      files.createPrivateDirectories(directory.resolve(name));
    } else {
      files.createDirectories(directory.resolve(name));
    }
  }

  private void copy(FileEntry entry, Path from, Path to) throws IOException {
    try (FileChannel source = files.openForRead(from);
        FileChannel sink = files.openForWrite(to)) {
      sink.truncate(0);
      long done = 0;
      while (done < entry.bytes()) {
        long moved = source.transferTo(done, Math.min(CHUNK, entry.bytes() - done), sink);
        if (moved <= 0) {
          throw new SnapshotException(from + " has " + done + " bytes instead of " + entry.bytes());
        }
        done += moved;
      }
      files.sync(sink, to, true);
    }
  }

  private void check(FileEntry entry, Path file) throws IOException {
    if (!files.exists(file)) {
      throw new SnapshotException(file + " is missing");
    }
    OptionalLong base = LogFiles.baseOffset(Path.of(entry.path()), ".log");
    if (base.isPresent()) {
      if (files.size(file) < entry.bytes()) {
        throw new SnapshotException(
            file + " has " + files.size(file) + " bytes instead of " + entry.bytes());
      }
      long end = SegmentCheck.check(files, file, (int) entry.bytes(), base.getAsLong());
      String log = entry.path().substring(0, entry.path().indexOf('/'));
      ends.merge(log, end, Math::max);
      return;
    }
    ByteBuffer content = files.readAll(file);
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    if (bytes.length != entry.bytes() || SnapshotManifest.crc(bytes) != entry.crc()) {
      throw new SnapshotException(file + " is not what it was: its checksum does not fit");
    }
  }

  /** Compaction may have left nothing of the last offsets but the base of an empty segment. */
  private void checkEnds() throws SnapshotException {
    List<LogEntry> logs = manifest.logs();
    for (LogEntry log : logs) {
      long end = ends.getOrDefault(log.directory(), 0L);
      if (end != log.endOffset()) {
        throw new SnapshotException(
            log.directory() + " ends at " + end + " instead of " + log.endOffset());
      }
    }
  }
}
