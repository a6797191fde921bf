package io.barnabas.storage.snapshot;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.DirectoryFormat;
import io.barnabas.storage.log.LogFiles;
import io.barnabas.storage.log.LogStoreException;
import io.barnabas.storage.log.SegmentCheck;
import io.barnabas.storage.snapshot.SnapshotManifest.FileEntry;
import io.barnabas.storage.snapshot.SnapshotManifest.LogEntry;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

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
    checkEnds(manifest.logs());
  }

  /**
   * Copies everything into a log directory that is not there yet, or is empty, or was left by a
   * restore that was interrupted; checks the copies, and makes them durable.
   */
  public void into(Path directory) throws IOException, LogStoreException {
    Path mark = directory.resolve(MARK);
    refuseWhereABrokerRuns(directory);
    if (files.exists(directory) && !files.exists(mark) && !isEmpty(directory)) {
      throw new SnapshotException(
          directory + " is not empty: a snapshot is restored into a directory of its own");
    }
    files.createDurableDirectories(directory);
    files.replaceAtomically(mark, ByteBuffer.allocate(0));
    for (Path left : files.list(directory)) {
      if (!left.equals(mark)) {
        files.deleteRecursively(left);
      }
    }
    copy(directory, manifest.logs(), manifest.files());
    new DirectoryFormat(files)
        .format(
            directory,
            Integer.parseInt(manifest.property(SnapshotManifest.NODE_ID)),
            manifest.property(SnapshotManifest.CLUSTER_ID),
            Uuid.parse(manifest.property(SnapshotManifest.DIRECTORY_ID)));
    files.deleteIfExists(mark);
    files.syncDirectory(directory);
  }

  private void refuseWhereABrokerRuns(Path directory) throws IOException {
    Path file = directory.resolve(".lock");
    if (!files.exists(file)) {
      return;
    }
    AutoCloseable lock = files.tryLock(file);
    if (lock == null) {
      throw new SnapshotException(
          directory + " is in use by a broker (it holds .lock): stop it, and restore then");
    }
    try {
      lock.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /**
   * Copies some logs into a log directory that has others, checks the copies, and makes them
   * durable. What lies there under their names is thrown away. No broker claims them as long as its
   * metadata does not.
   */
  public void addLogs(Path directory, Collection<LogEntry> logs) throws IOException {
    Set<String> names = logs.stream().map(LogEntry::directory).collect(Collectors.toSet());
    for (String name : names) {
      files.deleteRecursively(inside(directory, name));
    }
    copy(
        directory,
        logs,
        manifest.files().stream().filter(file -> names.contains(file.logDirectory())).toList());
  }

  private void copy(Path directory, Collection<LogEntry> logs, Collection<FileEntry> chosen)
      throws IOException {
    DirectoryFormat format = new DirectoryFormat(files);
    Set<Path> made = new LinkedHashSet<>();
    for (LogEntry log : logs) {
      Path each = inside(directory, log.directory());
      files.createDirectories(each);
      format.nameLog(each, Uuid.parse(log.topicId()));
      made.add(each);
    }
    for (FileEntry file : chosen) {
      Path copy = inside(directory, file.path());
      if (!file.logDirectory().isEmpty()) {
        create(directory, file.logDirectory());
        made.add(directory.resolve(file.logDirectory()));
      }
      copy(file, snapshot.resolve(file.stored()), copy);
      check(file, copy);
    }
    checkEnds(logs);
    for (Path each : made) {
      files.syncDirectory(each);
    }
    files.syncDirectory(directory);
  }

  /**
   * Hands out every batch of a log, in order, checking each. The buffer holds one batch and is
   * valid during the call only.
   */
  public void forEachBatch(LogEntry log, Consumer<ByteBuf> consumer) throws IOException {
    TreeMap<Long, FileEntry> segments = new TreeMap<>();
    for (FileEntry file : manifest.files()) {
      OptionalLong base = LogFiles.baseOffset(Path.of(file.path()), ".log");
      if (base.isPresent() && file.logDirectory().equals(log.directory())) {
        segments.put(base.getAsLong(), file);
      }
    }
    for (Map.Entry<Long, FileEntry> segment : segments.entrySet()) {
      FileEntry file = segment.getValue();
      long unused =
          SegmentCheck.check(
              files,
              snapshot.resolve(file.stored()),
              (int) file.bytes(),
              segment.getKey(),
              consumer);
    }
  }

  /** Where the power went before the mark was there, there may be the beginning of it. */
  private boolean isEmpty(Path directory) throws IOException {
    return files.list(directory).stream().allMatch(file -> file.endsWith(MARK + ".tmp"));
  }

  private static Path inside(Path directory, String name) throws SnapshotException {
    Path path = directory.resolve(name).normalize();
    if (!path.startsWith(directory.normalize()) || path.equals(directory.normalize())) {
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
      ends.merge(entry.logDirectory(), end, Math::max);
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
  private void checkEnds(Collection<LogEntry> logs) throws SnapshotException {
    for (LogEntry log : logs) {
      long end = ends.getOrDefault(log.directory(), 0L);
      if (end != log.endOffset()) {
        throw new SnapshotException(
            log.directory() + " ends at " + end + " instead of " + log.endOffset());
      }
    }
  }
}
