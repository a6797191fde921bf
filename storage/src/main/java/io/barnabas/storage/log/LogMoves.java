package io.barnabas.storage.log;

import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves logs between the log directories of a store while they are used (KIP-113). A log on its way
 * has a copy, its future, in the directory it goes to; the copy's directory is what remembers the
 * move over a restart. Any thread.
 */
public final class LogMoves {
  private static final Logger LOG = LoggerFactory.getLogger(LogMoves.class);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

  /**
   * A log on its way.
   *
   * @param logDirectory where it is going to
   * @param sizeInBytes how much of it is there
   * @param offsetLag how many offsets of the log are not
   */
  public record FutureView(PartitionId id, Path logDirectory, long sizeInBytes, long offsetLag) {}

  /** Why a log is not moved. */
  public enum Refused {
    /** No such directory among those of the store. */
    NO_SUCH_DIRECTORY,
    /** The directory, or that of the log, is offline. */
    OFFLINE,
    /** The name of the copy would be longer than a file system takes. */
    NAME_TOO_LONG,
    /** The log is not there (any more). */
    NO_SUCH_LOG
  }

  private final LogStoreEnvironment environment;
  private final LogContexts contexts;
  private final LogIds ids;
  private final List<LogDirectory> directories;
  private final LogStore store;
  private final FutureLogs futures;
  private final MoveThrottle throttle;
  private final Map<PartitionId, LogMove> moves = new ConcurrentHashMap<>();
  private final Map<PartitionId, LogMove> failed = new ConcurrentHashMap<>();
  private final Map<PartitionId, PartitionLog> found = new ConcurrentHashMap<>();
  private volatile MoveListener listener = (id, directory) -> {};

  // Guarded by this.
  private final Deque<LogMove> waiting = new ArrayDeque<>();
  private int active;
  private int atOnce;
  private boolean stopped;

  LogMoves(
      LogStore store,
      LogStoreEnvironment environment,
      LogContexts contexts,
      LogIds ids,
      List<LogDirectory> directories) {
    this.store = store;
    this.environment = environment;
    this.contexts = contexts;
    this.ids = ids;
    this.directories = directories;
    this.futures = new FutureLogs(contexts, ids, this::execute);
    this.throttle = new MoveThrottle(environment.nanoTime());
    this.atOnce = directories.size();
  }

  /** Sets who hears of moves. */
  public void setListener(MoveListener changed) {
    listener = changed;
  }

  /** How many bytes per second all moves together may copy; Long.MAX_VALUE for any number. */
  public void setBytesPerSecond(long rate) {
    throttle.setRate(rate);
  }

  /** How many logs are moved at once ({@code num.replica.alter.log.dirs.threads}). */
  public synchronized void setAtOnce(int changed) {
    atOnce = Math.max(1, changed);
    beginNext();
  }

  /**
   * Has a log go to a directory; one that lies there is not moved, and one that is on its way
   * elsewhere turns round. Blocks on the disk.
   *
   * @return why not; null when it is on its way, or there
   */
  public @Nullable Refused move(PartitionLog log, Path directory) {
    LogDirectory to = directory(directory);
    Refused refused = refusal(log, to);
    if (refused != null || to == null) {
      return refused;
    }
    synchronized (this) {
      if (stopped) {
        return Refused.OFFLINE;
      }
      if (store.get(log.id().topicId(), log.id().partition()) != log) {
        return Refused.NO_SUCH_LOG;
      }
      failed.remove(log.id());
      LogMove before = moves.get(log.id());
      if (before != null) {
        redirect(before, to);
      } else if (!log.logDirectory().equals(directory)) {
        return begin(log, to);
      }
      return null;
    }
  }

  private void redirect(LogMove before, LogDirectory to) {
    boolean goesOn = before.next() == null && before.to() == to;
    if (!goesOn && before.turnTo(to.path())) {
      before.stop(true).thenRun(() -> move(before.log(), Objects.requireNonNull(before.next())));
    }
  }

  private @Nullable Refused begin(PartitionLog log, LogDirectory to) {
    try {
      register(new LogMove(this, log, to, futures.make(log, to)));
      return null;
    } catch (IOException e) {
      LOG.error("{} cannot be moved to {}: {}", log.id(), to.path(), e.toString());
      return Refused.OFFLINE;
    }
  }

  /** Whether the name of a log leaves room for what is put behind it while it is moved. */
  public static boolean isMovable(PartitionId id) {
    return !PartitionDirectories.isTooLongToMove(id);
  }

  private static @Nullable Refused refusal(PartitionLog log, @Nullable LogDirectory to) {
    if (!isMovable(log.id())) {
      return Refused.NAME_TOO_LONG;
    }
    if (to == null) {
      return Refused.NO_SUCH_DIRECTORY;
    }
    return to.health().failure() != null || !log.logDirectoryIsOnline() ? Refused.OFFLINE : null;
  }

  private @Nullable LogDirectory directory(Path path) {
    return directories.stream().filter(each -> each.path().equals(path)).findFirst().orElse(null);
  }

  private void register(LogMove move) {
    moves.put(move.log().id(), move);
    waiting.add(move);
    beginNext();
  }

  private synchronized void beginNext() {
    while (!stopped && active < atOnce && !waiting.isEmpty()) {
      active++;
      waiting.remove().begin();
    }
  }

  /** Finds the copies of logs whose moves were cut short by the end of a broker. */
  void find(LogDirectory directory, Function<String, LogConfig> configs) throws IOException {
    for (PartitionLog future : futures.find(directory, configs, found.keySet())) {
      found.put(future.id(), future);
    }
  }

  /**
   * Goes on with the moves that were found. A copy whose log is not there is set aside: what nobody
   * knows may still be somebody's only one. Once, when all logs have been created.
   */
  public synchronized void resume() {
    for (PartitionLog future : found.values()) {
      PartitionLog log = store.get(future.id().topicId(), future.id().partition());
      LogDirectory to = directory(future.logDirectory());
      if (to == null || found.remove(future.id()) == null) {
        continue;
      }
      if (log == null) {
        LOG.warn("{} is the copy of a log that is not there; set aside", future.directory());
        futures.takeAway(future, to, false);
      } else {
        LOG.info("{} goes on moving to {}", future.id(), to.path());
        register(new LogMove(this, log, to, future));
      }
    }
  }

  /** Whether a log is on its way. */
  boolean isMoving(PartitionId id) {
    return moves.containsKey(id) || found.containsKey(id);
  }

  /** All logs on their way. May read directories. */
  public List<FutureView> futures() {
    List<FutureView> views = new ArrayList<>();
    for (LogMove move : moves.values()) {
      PartitionLog future = move.future();
      try {
        long size = future.sizeOnDisk();
        long lag = move.log().logEndOffset() - future.logEndOffset();
        views.add(new FutureView(future.id(), future.logDirectory(), size, Math.max(0, lag)));
      } catch (IOException e) {
        LOG.debug("{} has no size any more: {}", future.directory(), e.toString());
      }
    }
    return views;
  }

  /** Ends the move of a log that is deleted; completes when its copy is out of the way. */
  synchronized CompletionStage<Void> callOff(PartitionId id) {
    LogMove move = moves.get(id);
    if (move != null) {
      return move.stop(true);
    }
    PartitionLog future = found.remove(id);
    LogDirectory to = future == null ? null : directory(future.logDirectory());
    return future == null || to == null
        ? CompletableFuture.completedFuture(null)
        : futures.takeAway(future, to, true);
  }

  /** Ends all moves; they go on after the next start. Blocks until none is under way. */
  public void stop() {
    List<CompletableFuture<Void>> ending = new ArrayList<>();
    synchronized (this) {
      stopped = true;
      moves.values().forEach(move -> ending.add(move.stop(false).toCompletableFuture()));
    }
    ending.forEach(CompletableFuture::join);
  }

  MoveListener listener() {
    return listener;
  }

  MoveThrottle throttle() {
    return throttle;
  }

  FileSystemPort files() {
    return environment.files();
  }

  void execute(Runnable step) {
    try {
      environment.executor().execute(step);
    } catch (RejectedExecutionException e) {
      // The broker is stopping; whoever is here does it.
      step.run();
    }
  }

  Future<?> schedule(Runnable step, long nanos) {
    return environment.scheduler().schedule(step, nanos, TimeUnit.NANOSECONDS);
  }

  void swap(LogMove move) throws IOException {
    LogDirectory from = directory(move.log().logDirectory());
    if (from == null) {
      throw new IOException(move.log().directory() + " is in no log directory");
    }
    LogDirectory to = move.to();
    new LogSwap(move.log(), from, contexts.of(from), to, contexts.of(to), ids.next())
        .run(move.future());
  }

  void moved(LogMove move) {
    over(move);
    listener.onMoved(move.log().id(), move.to().identity().directoryId());
  }

  /** Whether a move of the log is tried again before long. */
  boolean isRetrying(PartitionId id) {
    return failed.containsKey(id);
  }

  /** Tries a move again, from its beginning, that has failed for a reason that may pass. */
  void retry(LogMove move) {
    failed.put(move.log().id(), move);
    try {
      var unused = schedule(() -> execute(() -> moveAgain(move)), RETRY_NANOS);
    } catch (RejectedExecutionException e) {
      LOG.debug("{} is not moved: the broker is stopping", move.log().id());
    }
  }

  private void moveAgain(LogMove move) {
    if (failed.remove(move.log().id(), move)) {
      Refused unused = move(move.log(), move.to().path());
    }
  }

  synchronized void over(LogMove move) {
    if (moves.remove(move.log().id(), move) && !waiting.remove(move)) {
      active--;
    }
    beginNext();
  }

  /** Takes the copy of a move that was called off out of the way. */
  CompletionStage<Void> discard(LogMove move) {
    return futures.takeAway(move.future(), move.to(), true);
  }
}
