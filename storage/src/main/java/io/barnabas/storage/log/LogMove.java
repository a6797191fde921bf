package io.barnabas.storage.log;

import io.barnabas.storage.log.LogCopy.Copied;
import io.barnabas.storage.log.LogCopy.PassingFailureException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one log to another directory: its batches are copied, a chunk at a time, while it is
 * appended to; when little is left, its turn is taken, the rest copied, and the copy put in its
 * place. Steps run on the executor of background work, one after the other; none waits for another
 * thread, for the throttle or for room.
 */
final class LogMove {
  private static final Logger LOG = LoggerFactory.getLogger(LogMove.class);

  private static final int CHUNK_BYTES = 1 << 20;

  /** As little as may be copied while appends wait. */
  private static final long REST_BYTES = 256 << 10;

  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LogMoves moves;
  private final PartitionLog log;
  private final LogDirectory to;
  private final PartitionLog future;
  private final LogCopy copy;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  // Guarded by this.
  private boolean stopping;
  private boolean calledOff;
  private boolean running;
  private @Nullable Future<?> timer;
  private @Nullable Path next;

  private volatile boolean waitsForRoom;

  /** Not begun yet. The future is the copy, in the directory it is going to. */
  LogMove(LogMoves moves, PartitionLog log, LogDirectory to, PartitionLog future) {
    this.moves = moves;
    this.log = log;
    this.to = to;
    this.future = future;
    this.copy = new LogCopy(log, future);
  }

  PartitionLog log() {
    return log;
  }

  LogDirectory to() {
    return to;
  }

  PartitionLog future() {
    return future;
  }

  /** Completes, never exceptionally, when the move is over, one way or the other. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** Begins, unless it was stopped before. */
  void begin() {
    synchronized (this) {
      if (running) {
        return;
      }
      running = true;
    }
    soon(this::prepare);
  }

  /**
   * Goes no further; what was copied stays, to go on with after the next start, unless the move is
   * called off.
   */
  CompletionStage<Void> stop(boolean callOff) {
    boolean now;
    synchronized (this) {
      stopping = true;
      calledOff |= callOff;
      now = !running || timer != null && timer.cancel(false);
      timer = null;
      running = true;
    }
    if (now) {
      soon(this::end);
    }
    return ended;
  }

  /**
   * Has the log go elsewhere when this move has been called off.
   *
   * @return whether that was said for the first time: the caller calls it off, and goes on
   */
  synchronized boolean turnTo(Path directory) {
    boolean first = next == null;
    next = directory;
    return first;
  }

  /** Where the log goes instead; null if this move is not called off for another. */
  synchronized @Nullable Path next() {
    return next;
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  private void soon(Runnable step) {
    moves.execute(
        () -> {
          try {
            step.run();
          } catch (RuntimeException | Error e) {
            failed(e);
          }
        });
  }

  private void later(long nanos, Runnable step) {
    synchronized (this) {
      if (!stopping) {
        try {
          timer = moves.schedule(() -> wake(step), nanos);
          return;
        } catch (RejectedExecutionException e) {
          stopping = true;
        }
      }
    }
    end();
  }

  private void wake(Runnable step) {
    synchronized (this) {
      timer = null;
    }
    soon(step);
  }

  private void prepare() {
    if (isStopping()) {
      end();
      return;
    }
    try {
      MovedMark.removeForGood(moves.files(), log.directory());
    } catch (IOException e) {
      failed(e);
      return;
    }
    then(
        log.loaded().compaction().pause().thenComposeAsync(idle -> copy.align(), moves::execute),
        aligned -> {
          if (aligned) {
            step();
          } else {
            failed(new PassingFailureException(future.directory() + " is no copy of " + log.id()));
          }
        });
  }

  private void step() {
    long wait = moves.throttle().waitNanos();
    if (isStopping()) {
      end();
    } else if (wait > 0) {
      // The rate may change meanwhile.
      later(Math.min(wait, RETRY_NANOS), this::step);
    } else if (to.health().space().isShort()) {
      waitForRoom();
    } else {
      waitsForRoom = false;
      then(copy.next(moves.throttle().chunk(CHUNK_BYTES)), this::copied);
    }
  }

  private void waitForRoom() {
    if (!waitsForRoom) {
      waitsForRoom = true;
      LOG.warn("Moving {} to {} waits for free space there", log.id(), to.path());
    }
    later(RETRY_NANOS, this::step);
  }

  private void copied(Copied copied) {
    moves.throttle().used(copied.bytes());
    if (copied.left() <= REST_BYTES && !isStopping()) {
      finish();
    } else {
      step();
    }
  }

  /** What is dirty is synced before anybody waits for it. */
  private void finish() {
    try {
      future.flush();
    } catch (IOException e) {
      failed(e);
      return;
    }
    then(
        leave()
            .thenCompose(left -> log.loaded().takeTurn())
            .whenComplete(
                (turn, failure) -> {
                  if (failure != null) {
                    moves.listener().onSettled(log.id());
                  }
                }),
        this::finish);
  }

  private CompletionStage<Void> leave() {
    try {
      return moves.listener().onLeaving(log.id());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void finish(Runnable endTurn) {
    if (isStopping()) {
      endTurn.run();
      moves.listener().onSettled(log.id());
      end();
      return;
    }
    copyRest()
        .thenCompose(all -> future.loaded().shutDown())
        .thenRunAsync(this::swap, moves::execute)
        .whenComplete(
            (swapped, failure) -> {
              endTurn.run();
              moves.listener().onSettled(log.id());
              if (failure == null) {
                moved();
              } else {
                failed(failure);
              }
            });
  }

  private CompletionStage<Void> copyRest() {
    return copy.next(CHUNK_BYTES)
        .thenComposeAsync(
            copied -> copied.bytes() == 0 ? CompletableFuture.completedFuture(null) : copyRest(),
            moves::execute);
  }

  private void swap() {
    try {
      moves.swap(this);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private void moved() {
    LOG.info("{} lies in {} now", log.id(), to.path());
    moves.moved(this);
    ended.complete(null);
  }

  private <T> void then(CompletionStage<T> stage, Step<T> next) {
    stage.whenCompleteAsync(
        (result, failure) -> {
          try {
            if (failure != null) {
              failed(failure);
            } else {
              next.with(result);
            }
          } catch (RuntimeException | Error e) {
            failed(e);
          }
        },
        moves::execute);
  }

  private interface Step<T> {
    void with(T result);
  }

  /**
   * Room may come, and a new copy may do where an old one does not; what else is in the way, such
   * as damage to the log, is told, and the log stays where it is.
   */
  private void failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof IOException e) {
      to.health().failIfUnsynced("moving " + log.id() + " to " + to.path(), e);
    }
    boolean online = to.health().failure() == null && log.logDirectoryIsOnline();
    boolean retry = online && mayPass(cause);
    synchronized (this) {
      retry &= !stopping;
      calledOff |= online && !stopping;
      stopping = true;
    }
    if (retry) {
      // As where the log was compacted while its copy was made.
      LOG.warn("Moving {} to {} is begun anew: {}", log.id(), to.path(), cause.toString());
    } else {
      LOG.error("Moving {} to {} failed: {}", log.id(), to.path(), cause.toString());
    }
    end();
    if (retry) {
      moves.retry(this);
    }
  }

  private boolean mayPass(Throwable cause) {
    return cause instanceof PassingFailureException
        || cause instanceof IOException e && to.health().space().isPassing(e);
  }

  private void end() {
    boolean discard;
    synchronized (this) {
      discard = calledOff;
    }
    LoadedLog loaded = log.loadedOrNull();
    if (loaded != null) {
      loaded.compaction().resume();
    }
    CompletionStage<Void> done =
        discard ? moves.discard(this) : CompletableFuture.completedFuture(null);
    done.whenComplete(
        (nothing, failure) -> {
          moves.over(this);
          ended.complete(null);
        });
  }
}
