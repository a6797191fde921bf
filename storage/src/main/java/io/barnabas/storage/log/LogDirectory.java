package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.LogLoader.Checkpointed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of {@code log.dirs}: its lock, its identity, its checkpoint files, and the logs in it. Any
 * thread; each checkpoint file is written by one thread at a time.
 */
final class LogDirectory implements Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(LogDirectory.class);

  /** In a directory that a snapshot is being restored into. */
  static final String RESTORING = ".barnabas-restoring";

  private final Path path;
  private final FileSystemPort files;
  private final AutoCloseable lock;
  private final MetaProperties identity;
  private final DirectoryHealth health;
  private final @Nullable CleanShutdownMarker found;
  private final OffsetCheckpointFile recoveryPoints;
  private final OffsetCheckpointFile logStartOffsets;
  private final OffsetCheckpointFile highWatermarks;
  private final OffsetCheckpointFile cleanedOffsets;
  private final Map<PartitionId, PartitionLog> logs = new ConcurrentHashMap<>();
  private final Object naming = new Object();

  // What the checkpoint files said at the start, of directories that are no logs yet.
  private final Map<String, Long> recoveredUpTo = new ConcurrentHashMap<>();
  private final Map<String, Long> startedAt = new ConcurrentHashMap<>();
  private final Map<String, Long> committedUpTo = new ConcurrentHashMap<>();
  private final Map<String, Long> cleanedUpTo = new ConcurrentHashMap<>();

  private volatile @Nullable DirectoryRecovery recovery;

  private final AtomicLong namesMade = new AtomicLong(1);
  private long namesSynced;

  private LogDirectory(
      Path path,
      FileSystemPort files,
      AutoCloseable lock,
      MetaProperties identity,
      DirectoryHealth health,
      @Nullable CleanShutdownMarker found) {
    this.path = path;
    this.files = files;
    this.lock = lock;
    this.identity = identity;
    this.health = health;
    this.found = found;
    this.recoveryPoints =
        new OffsetCheckpointFile(files, path.resolve("recovery-point-offset-checkpoint"));
    this.logStartOffsets =
        new OffsetCheckpointFile(files, path.resolve("log-start-offset-checkpoint"));
    this.highWatermarks =
        new OffsetCheckpointFile(files, path.resolve("replication-offset-checkpoint"));
    this.cleanedOffsets =
        new OffsetCheckpointFile(files, path.resolve("cleaner-offset-checkpoint"));
  }

  /** One of which nothing is known but that it is offline. */
  static LogDirectory offline(
      Path path, FileSystemPort files, MetaProperties expected, DirectoryHealth health) {
    MetaProperties unknown = new MetaProperties(expected.nodeId(), expected.clusterId(), Uuid.ZERO);
    return new LogDirectory(path, files, () -> {}, unknown, health, null);
  }

  /** Checks whose a directory is that is locked already, and reads its checkpoints. */
  static LogDirectory open(
      Path path,
      FileSystemPort files,
      AutoCloseable lock,
      MetaProperties expected,
      DirectoryHealth health)
      throws IOException, LogStoreException {
    if (files.exists(path.resolve(RESTORING))) {
      throw new LogStoreException(
          "a snapshot was being restored into " + path + ", not to the end; restore it again");
    }
    MetaProperties identity = MetaProperties.readOrCreate(files, path, expected);
    CleanShutdownMarker found = CleanShutdownMarker.read(files, path);
    if (found != null) {
      CleanShutdownMarker.remove(files, path);
    }
    LogDirectory directory = new LogDirectory(path, files, lock, identity, health, found);
    directory.readCheckpoints();
    RecoveryCuts.requireMetadata(files, path, directory.recoveredUpTo);
    return directory;
  }

  private void readCheckpoints() throws IOException {
    recoveredUpTo.putAll(recoveryPoints.read());
    startedAt.putAll(logStartOffsets.read());
    committedUpTo.putAll(highWatermarks.read());
    cleanedUpTo.putAll(cleanedOffsets.read());
  }

  static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      LOG.debug("Closing a lock failed: {}", e.toString());
    }
  }

  Path path() {
    return path;
  }

  MetaProperties identity() {
    return identity;
  }

  DirectoryHealth health() {
    return health;
  }

  /** Whether the last broker here stopped in order. */
  boolean clean() {
    return found != null;
  }

  /** Begins to recover the logs found. */
  DirectoryRecovery beginRecovery(LongSupplier nanoTime) {
    DirectoryRecovery begun = new DirectoryRecovery(path, List.copyOf(logs.values()), nanoTime);
    recovery = begun;
    return begun;
  }

  RecoveryProgress recoveryProgress() {
    DirectoryRecovery begun = recovery;
    return begun == null
        ? new RecoveryProgress(0, 0)
        : new RecoveryProgress(begun.total(), begun.done());
  }

  /** Ends a recovery that is under way; whether it was complete. */
  boolean endRecovery() {
    DirectoryRecovery begun = recovery;
    if (begun != null) {
      begun.stop();
    }
    return recoveryProgress().isComplete();
  }

  Map<PartitionId, PartitionLog> logs() {
    return logs;
  }

  /** Whether there is a log of this name; a directory that does not say counts as failed. */
  boolean has(String name) {
    try {
      return files.exists(path.resolve(name));
    } catch (IOException e) {
      health.fail("looking for " + name + ": " + e);
      return false;
    }
  }

  /** What the checkpoints said of the log in a directory of this name; told once. */
  Checkpointed checkpointed(String name) {
    return new Checkpointed(
        or0(recoveredUpTo.remove(name)),
        or0(startedAt.remove(name)),
        or0(committedUpTo.remove(name)),
        or0(cleanedUpTo.remove(name)),
        recoveryPoints.wasReadable(),
        clean());
  }

  private static long or0(@Nullable Long offset) {
    return offset == null ? 0 : offset;
  }

  /** A log is here no more. */
  void forget(PartitionLog log) {
    if (logs.remove(log.id(), log)) {
      recoveryPoints.outdate();
      logStartOffsets.outdate();
      highWatermarks.outdate();
      cleanedOffsets.outdate();
    }
  }

  /** Forgets what the checkpoints said at the start of a log of this name, which is gone. */
  void forgetFound(String name) {
    Checkpointed unused = checkpointed(name);
  }

  /** Makes the directory of a new log. Blocks. */
  void make(PartitionId id, Path partition) throws IOException {
    forgetCheckpoints(PartitionDirectories.name(id));
    if (PartitionDirectories.holdsSecrets(id)) {
      files.createPrivateDirectories(partition);
    } else {
      files.createDirectories(partition);
    }
    PartitionIdentity.write(files, partition, id.topicId());
    namesMade.incrementAndGet();
  }

  /** A log that lay elsewhere is here now; durable when this returns, with what is told of it. */
  void adopt(PartitionLog log) throws IOException {
    logs.put(log.id(), log);
    highWatermarks.outdate();
    recoveryPoints.outdate();
    logStartOffsets.outdate();
    writeLogStartOffsets();
    writeCleanedOffsets();
  }

  /**
   * Forgets on disk what the checkpoints say of a log of this name, which is gone: or the next log
   * of the name would be taken to begin, and to be synced, where that one was.
   */
  private void forgetCheckpoints(String name) throws IOException {
    if (outdateIfMentioned(recoveryPoints, name)) {
      writeRecoveryPoints();
    }
    if (outdateIfMentioned(logStartOffsets, name)) {
      writeLogStartOffsets();
    }
    if (outdateIfMentioned(highWatermarks, name)) {
      writeHighWatermarks();
    }
    if (outdateIfMentioned(cleanedOffsets, name)) {
      writeCleanedOffsets();
    }
  }

  private static boolean outdateIfMentioned(OffsetCheckpointFile file, String name) {
    synchronized (file) {
      boolean mentioned = file.mentions(name);
      if (mentioned) {
        file.outdate();
      }
      return mentioned;
    }
  }

  /** What by its name is the directory of a log on its way here. */
  List<Path> futures() throws IOException {
    return files.list(path).stream()
        .filter(entry -> PartitionDirectories.parseFuture(entry, Uuid.ZERO) != null)
        .toList();
  }

  /** What by its name is the directory of a log; what was being deleted is removed. */
  List<Path> partitions() throws IOException {
    List<Path> found = new java.util.ArrayList<>();
    List<Path> entries = files.list(path);
    if (entries.stream().anyMatch(PartitionDirectories::isDeleted)) {
      // Before anything in them goes: a power loss that undid the renaming alone would leave
      // records without an identity, which the next topic of the name would take over.
      files.syncDirectory(path);
    }
    for (Path entry : entries) {
      if (PartitionDirectories.isDeleted(entry)) {
        if (files.isDirectory(entry)) {
          files.deleteRecursively(entry);
        }
      } else if (PartitionDirectories.parse(entry, Uuid.ZERO) != null) {
        found.add(entry);
      }
    }
    return found;
  }

  @Override
  public void syncNames() throws IOException {
    synchronized (naming) {
      long made = namesMade.get();
      if (made > namesSynced) {
        files.syncDirectory(path);
        namesSynced = made;
      }
    }
  }

  @Override
  public void recoveryPointMoved() {
    recoveryPoints.outdate();
  }

  @Override
  public void logStartMoved() {
    logStartOffsets.outdate();
  }

  @Override
  public void highWatermarkMoved() {
    highWatermarks.outdate();
  }

  @Override
  public void writeRecoveryPoints() throws IOException {
    write(recoveryPoints, LogState::recoveryPoint, Checkpointed::recoveryPoint);
  }

  @Override
  public void writeLogStartOffsets() throws IOException {
    write(logStartOffsets, LogState::logStartOffset, Checkpointed::logStartOffset);
  }

  void writeHighWatermarks() throws IOException {
    write(
        highWatermarks,
        state -> state.highWatermarkPosition().offset(),
        Checkpointed::highWatermark);
  }

  @Override
  public void writeCleanedOffsets() throws IOException {
    cleanedOffsets.outdate();
    write(cleanedOffsets, LogState::cleanedOffset, Checkpointed::cleanedOffset);
  }

  /** All checkpoint files. */
  void writeAll() throws IOException {
    if (health.failure() != null) {
      throw new IOException(health.failure());
    }
    writeRecoveryPoints();
    writeLogStartOffsets();
    writeHighWatermarks();
    writeCleanedOffsets();
  }

  private void write(
      OffsetCheckpointFile file,
      ToLongFunction<LogState> current,
      ToLongFunction<Checkpointed> known)
      throws IOException {
    synchronized (file) {
      if (!file.takeOutdated()) {
        return;
      }
      Map<PartitionId, Long> offsets = new HashMap<>();
      for (PartitionLog log : logs.values()) {
        LoadedLog loaded = log.loadedOrNull();
        long offset =
            loaded == null || !loaded.state().isOpened()
                ? known.applyAsLong(log.checkpointed())
                : current.applyAsLong(loaded.state());
        if (offset > 0) {
          offsets.put(log.id(), offset);
        }
      }
      try {
        file.writeIfChanged(offsets);
      } catch (IOException | RuntimeException e) {
        file.outdate();
        throw e;
      }
    }
  }

  /** Gives up the lock of a directory that was not used. */
  void giveBack() {
    close(found != null, CleanShutdownMarker.UNKNOWN_EPOCH);
  }

  /**
   * Leaves the marker of a clean shutdown, if the directory is healthy, and gives up the lock.
   *
   * @param markClean whether the shutdown was clean
   * @param brokerEpoch the epoch to mark it with; unknown: nobody served since the last marker
   */
  void close(boolean markClean, long brokerEpoch) {
    boolean unserved = brokerEpoch == CleanShutdownMarker.UNKNOWN_EPOCH;
    CleanShutdownMarker marker =
        unserved && found != null ? found : new CleanShutdownMarker(brokerEpoch);
    try {
      if (markClean && health.failure() == null) {
        marker.write(files, path);
      }
    } catch (IOException e) {
      LOG.warn("{} is not marked as cleanly shut down: {}", path, e.toString());
    }
    closeQuietly(lock);
  }
}
