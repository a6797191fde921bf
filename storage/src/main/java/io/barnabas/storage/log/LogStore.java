package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.clean.CleanableLog;
import io.barnabas.storage.clean.LogCleaner;
import io.barnabas.storage.file.FileFaults;
import io.barnabas.storage.log.LogLoader.Checkpointed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All logs of a broker, in one or more log directories. Opening recovers what an unclean end left
 * behind; closing marks the directories clean. Safe for use by many threads.
 */
public final class LogStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);

  private record Key(Uuid topicId, int partition) {}

  private final LogStoreConfig config;
  private final List<LogDirectory> directories;
  private final LogContexts contexts;
  private final LogIds ids;
  private final Map<Key, PartitionLog> logs = new ConcurrentHashMap<>();
  private final Set<String> nameless = ConcurrentHashMap.newKeySet();
  private final LogCleaner cleaner;
  private final LogMoves moves;
  private final LogRemoval removal;
  private @Nullable BackgroundWork background;
  private volatile long brokerEpoch = CleanShutdownMarker.UNKNOWN_EPOCH;

  private LogStore(
      LogStoreConfig config,
      LogStoreEnvironment environment,
      List<LogDirectory> directories,
      LogContexts contexts,
      LogIds ids) {
    this.config = config;
    this.directories = directories;
    this.contexts = contexts;
    this.ids = ids;
    this.cleaner = new LogCleaner(config.cleaner(), environment.cleanerWorld(ids), this::compacted);
    this.removal = new LogRemoval(directories, contexts, ids);
    this.moves = new LogMoves(this, environment, contexts, ids, directories);
  }

  /**
   * A log directory that was opened.
   *
   * @param directoryId its {@code directory.id}
   * @param totalBytes the size of the file system, -1 if it does not say
   * @param usableBytes what the file system has left, -1 if it does not say
   * @param cleanShutdown whether the last broker there had stopped in order
   */
  public record DirectoryView(
      Path path,
      Uuid directoryId,
      boolean online,
      long totalBytes,
      long usableBytes,
      boolean cleanShutdown) {}

  /**
   * Opens the directories: takes their locks, checks their identity, finds their logs, and recovers
   * them if they were not shut down in order. Blocks, but not for a recovery that takes long. A
   * directory that cannot be read is offline, but for the first one.
   *
   * @throws LogStoreException when a directory cannot be used, with the reason in one line
   */
  public static LogStore open(LogStoreConfig config, LogStoreEnvironment environment)
      throws LogStoreException {
    return open(config, environment, progress -> {});
  }

  /** As above; once the logs have been found, it is said where their recovery can be watched. */
  public static LogStore open(
      LogStoreConfig config,
      LogStoreEnvironment environment,
      Consumer<Supplier<RecoveryProgress>> onFound)
      throws LogStoreException {
    LogIds ids = new LogIds(environment.random());
    List<LogDirectory> opened = LogDirectories.open(config, environment, ids);
    try {
      LogStore store =
          new LogStore(config, environment, opened, new LogContexts(config, environment, ids), ids);
      MovedMark.turnBackCopies(environment.files(), opened, ids);
      for (LogDirectory directory : opened) {
        LogDirectories.unlessOffline(directory, opened, () -> store.find(directory));
      }
      onFound.accept(store::recovery);
      for (LogDirectory directory : opened) {
        LogDirectories.unlessOffline(
            directory, opened, () -> store.moves.find(directory, config.configs()));
        recover(directory, config, environment);
      }
      store.background = BackgroundWork.start(config, environment, store, opened, store.contexts);
      store.cleaner.start();
      return store;
    } catch (IOException e) {
      LogDirectories.giveBack(opened);
      throw new LogStoreException("log.dirs cannot be read: " + FileFaults.withRemedy(e), e);
    } catch (LogStoreException | RuntimeException e) {
      LogDirectories.giveBack(opened);
      throw e;
    }
  }

  private void find(LogDirectory directory) throws IOException, LogStoreException {
    Map<String, LogConfig> known = new HashMap<>();
    for (Path partition : directory.partitions()) {
      Uuid topicId = topicIdOf(directory, partition);
      PartitionId id = topicId == null ? null : PartitionDirectories.parse(partition, topicId);
      if (id == null) {
        if (contexts.of(directory).files().isDirectory(partition)) {
          nameless.add(String.valueOf(partition.getFileName()));
          LOG.warn("{} has no topic id; it is left alone until its topic is created", partition);
        }
        continue;
      }
      PartitionLog other = get(id.topicId(), id.partition());
      if (other != null) {
        throw new LogStoreException(
            "partition "
                + id
                + " lies in two places, "
                + other.directory()
                + " and "
                + partition
                + "; move the one that is out of date away");
      }
      add(directory, id, partition, known.computeIfAbsent(id.topic(), config.configs()), null);
    }
  }

  private @Nullable Uuid topicIdOf(LogDirectory directory, Path partition) throws IOException {
    return PartitionIdentity.topicId(contexts.of(directory).files(), partition);
  }

  private static void recover(
      LogDirectory directory, LogStoreConfig config, LogStoreEnvironment environment) {
    if (!directory.clean() && directory.health().failure() == null) {
      directory
          .beginRecovery(environment.nanoTime())
          .run(environment.executor(), config.recoveryThreadsPerDirectory());
    }
  }

  private PartitionLog add(
      LogDirectory directory,
      PartitionId id,
      Path partition,
      LogConfig logConfig,
      LogOpening.@Nullable Making making) {
    Checkpointed checkpointed = directory.checkpointed(String.valueOf(partition.getFileName()));
    PartitionLog log =
        new PartitionLog(id, partition, contexts.of(directory), logConfig, checkpointed, making);
    directory.logs().put(id, log);
    logs.put(new Key(id.topicId(), id.partition()), log);
    return log;
  }

  /** The cluster id of the directories. */
  public String clusterId() {
    return directories.get(0).identity().clusterId();
  }

  /** The log, or null when there is none. */
  public @Nullable PartitionLog get(Uuid topicId, int partition) {
    return logs.get(new Key(topicId, partition));
  }

  /** All logs. */
  public Collection<PartitionLog> logs() {
    return List.copyOf(logs.values());
  }

  private List<CleanableLog> compacted() {
    List<CleanableLog> compacted = new ArrayList<>();
    for (PartitionLog log : logs.values()) {
      if (log.config().cleanupCompact()
          && log.logDirectoryIsOnline()
          && !moves.isMoving(log.id())
          && log.mayNeedUpkeep()) {
        compacted.add(log.loaded().compaction());
      }
    }
    return compacted;
  }

  /** How long a silent producer is known from now on ({@code producer.id.expiration.ms}). */
  public void setProducerIdExpiration(Duration expiration) {
    contexts.setProducerIdExpiration(expiration);
  }

  /** What moves logs from one log directory to another. */
  public LogMoves moves() {
    return moves;
  }

  /** What compacts the logs that are to be compacted. */
  public LogCleaner cleaner() {
    return cleaner;
  }

  /**
   * The log, created where it does not exist yet: a new one gets its directory when it is first
   * used. Blocks for a look at the disk.
   */
  public PartitionLog create(PartitionId id, LogConfig logConfig) throws LogStoreException {
    return create(id, logConfig, null, true);
  }

  /**
   * The same in the directory of this id; null for any. Nothing goes elsewhere instead.
   *
   * @param isNew whether there cannot be one yet, not even in a directory that is offline
   */
  public synchronized PartitionLog create(
      PartitionId id, LogConfig logConfig, @Nullable Uuid directoryId, boolean isNew)
      throws LogStoreException {
    PartitionLog existing = get(id.topicId(), id.partition());
    String name = PartitionDirectories.name(id);
    if (existing != null) {
      if (nameless.remove(name)) {
        removal.setNamelessAside(id, existing.directory());
      }
      return existing;
    }
    removal.await(name);
    LogDirectory directory = DirectoryChoice.of(directories, removal, id, directoryId, isNew);
    Path partition = directory.path().resolve(name);
    try {
      removal.setNamelessAside(id, partition);
      return create(directory, id, partition, logConfig);
    } catch (IOException e) {
      directory.health().failUnlessPassing("creating " + id, e);
      throw new LogStoreException("the log of " + id + " cannot be created: " + e, e);
    }
  }

  private PartitionLog create(
      LogDirectory directory, PartitionId id, Path partition, LogConfig logConfig)
      throws IOException {
    var files = contexts.of(directory).files();
    if (files.exists(partition)) {
      Uuid owner = topicIdOf(directory, partition);
      if (owner == null || owner.equals(id.topicId())) {
        LOG.info("{} is taken over by the topic with id {}", partition, id.topicId());
      } else {
        // Left by a crash between the deletion of a topic of this name and that of its files.
        LOG.warn("{} belongs to a topic that is gone, with id {}; set aside", partition, owner);
        setAside(owner, id.partition()).toCompletableFuture().join();
        if (files.exists(partition)) {
          throw new IOException(partition + " belongs to the topic with id " + owner);
        }
      }
    }
    if (!files.exists(partition)) {
      directory.forgetFound(String.valueOf(partition.getFileName()));
      return add(directory, id, partition, logConfig, () -> directory.make(id, partition));
    }
    PartitionIdentity.write(files, partition, id.topicId());
    return add(directory, id, partition, logConfig, null);
  }

  /**
   * Deletes a log: at once for its users, in the background on disk.
   *
   * @return completes when its directory is out of the way
   */
  public CompletionStage<Void> delete(Uuid topicId, int partition) {
    return takeAway(topicId, partition, true);
  }

  /**
   * Takes a log that no topic claims out of use and keeps its files, under a name that is never
   * loaded: what nobody knows may still be somebody's only copy.
   *
   * @return completes when its directory is out of the way
   */
  public CompletionStage<Void> setAside(Uuid topicId, int partition) {
    return takeAway(topicId, partition, false);
  }

  private CompletionStage<Void> takeAway(Uuid topicId, int partition, boolean forGood) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    PartitionLog log = remove(topicId, partition, done);
    if (log == null) {
      return CompletableFuture.completedFuture(null);
    }
    String name = PartitionDirectories.name(log.id());
    moves
        .callOff(log.id())
        .thenCompose(stays -> log.close(forGood ? "it was deleted" : "no topic claims it"))
        .whenComplete(
            (nothing, failure) -> {
              try {
                removal.discard(log, forGood);
              } finally {
                removal.ended(name, done);
              }
            });
    return done;
  }

  /** So that whoever finds the log gone finds its deletion. */
  private synchronized @Nullable PartitionLog remove(
      Uuid topicId, int partition, CompletableFuture<Void> deletion) {
    PartitionLog log = logs.remove(new Key(topicId, partition));
    if (log != null) {
      removal.begins(PartitionDirectories.name(log.id()), deletion);
    }
    return log;
  }

  /** The log directories, in the order of the configuration. */
  public List<DirectoryView> directories() {
    return directories.stream().map(this::view).toList();
  }

  List<LogDirectory> directoriesForTest() {
    return directories;
  }

  private DirectoryView view(LogDirectory directory) {
    long total = -1;
    long usable = -1;
    try {
      total = contexts.of(directory).files().totalSpace(directory.path());
      usable = contexts.of(directory).files().usableSpace(directory.path());
    } catch (IOException e) {
      LOG.debug("{} does not say its space: {}", directory.path(), e.toString());
    }
    return new DirectoryView(
        directory.path(),
        directory.identity().directoryId(),
        directory.health().failure() == null,
        total,
        usable,
        directory.clean());
  }

  /** Has somebody told how long each flush took, in nanoseconds, by the thread that flushed. */
  public void onFlush(LongConsumer listener) {
    contexts.flushes().setListener(listener);
  }

  /** How far the recovery has come that an unclean end has made necessary. */
  public RecoveryProgress recovery() {
    return directories.stream()
        .map(LogDirectory::recoveryProgress)
        .reduce(new RecoveryProgress(0, 0), RecoveryProgress::plus);
  }

  /** Tells the epoch under which the broker is registered, for the marker of a clean shutdown. */
  public void registeredAs(long newBrokerEpoch) {
    brokerEpoch = newBrokerEpoch;
  }

  /**
   * Clean shutdown: syncs everything, writes snapshots and checkpoints, then the marker. Blocks
   * until done; not to be called on the executors of the environment.
   */
  @Override
  public void close() {
    moves.stop();
    BackgroundWork work = background;
    if (work != null) {
      work.stop();
    }
    cleaner.close();
    removal.awaitAll();
    for (LogDirectory directory : directories) {
      boolean recovered = directory.endRecovery();
      directory.close(
          CleanShutdown.of(directory, contexts.of(directory)) && recovered, brokerEpoch);
    }
    contexts.close();
  }
}
