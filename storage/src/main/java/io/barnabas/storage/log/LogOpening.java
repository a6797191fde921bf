package io.barnabas.storage.log;

import io.barnabas.storage.log.LogLoader.Checkpointed;
import io.barnabas.storage.log.LogTask.Append;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a log when it is first needed, and makes its directory where there is none yet. Any thread.
 * Whoever appends does not wait for that: appends that come too early are kept, in their order, and
 * the log is opened on a thread that may block.
 */
final class LogOpening {
  private static final Logger LOG = LoggerFactory.getLogger(LogOpening.class);

  /** Makes the directory of a new log. */
  interface Making {
    void make() throws IOException;
  }

  private final PartitionId id;

  private volatile LogPlace place;
  private volatile Checkpointed checkpointed;
  private volatile @Nullable LoadedLog opened;

  // Guarded by this.
  private @Nullable Making making;
  private boolean again;
  private volatile boolean onDisk;

  /** Guarded by itself; its lock is held for moments only. */
  private final List<Append> early = new ArrayList<>(0);

  LogOpening(PartitionId id, LogPlace place, Checkpointed checkpointed, @Nullable Making making) {
    this.id = id;
    this.place = place;
    this.checkpointed = checkpointed;
    this.making = making;
    this.onDisk = making == null;
  }

  /** Where the log lies. */
  LogPlace place() {
    return place;
  }

  /**
   * Shows everybody an open log in another place from now on; by whoever has its turn.
   *
   * @param log has the queue of the one before
   */
  void relocate(LogPlace changed, LoadedLog log, PartitionLog owner) {
    log.state().setListener(owner.listener());
    log.state().setConfig(owner.config());
    LoadedLog before;
    synchronized (this) {
      before = opened;
      place = changed;
      opened = log;
    }
    log.takeQueue();
    // Who has changed these meanwhile has either seen the log or is seen here.
    log.state().setListener(owner.listener());
    log.state().setConfig(owner.config());
    if (before != null) {
      log.advanceHighWatermark(before.state().highWatermarkPosition().offset());
    }
  }

  /** Changes the log, and if it has been moved before that was its turn, where it lies then. */
  <T> CompletionStage<T> whereverItLies(
      PartitionLog owner, Function<LoadedLog, CompletionStage<T>> change) {
    LoadedLog log = open(owner);
    return change
        .apply(log)
        .exceptionallyCompose(
            failure ->
                log.state().isMoved()
                    ? whereverItLies(owner, change)
                    : CompletableFuture.failedFuture(failure));
  }

  /** The log if it is open. */
  @Nullable LoadedLog ifOpen() {
    return opened;
  }

  /** Whether there is a directory. */
  boolean isOnDisk() {
    return onDisk;
  }

  /**
   * Whether a power loss may take the identity from the directory, which the first sync of the log
   * makes durable. Without it, the next topic of the name would take the directory over.
   */
  boolean mayBeNameless() {
    LoadedLog log = opened;
    return (log == null ? checkpointed.recoveryPoint() : log.state().recoveryPoint()) == 0;
  }

  /** What is known of the log as long as it is not open. */
  Checkpointed checkpointed() {
    return checkpointed;
  }

  /** The log, opened now if need be. Blocks then. */
  LoadedLog open(PartitionLog owner) {
    LoadedLog log = opened;
    if (log != null) {
      return log;
    }
    int waiting = 0;
    synchronized (this) {
      log = opened;
      if (log == null) {
        log = new LoadedLog(load(owner));
        waiting = again ? turnAway(log) : publish(log, owner);
      }
    }
    log.queue().workOff(waiting);
    return log;
  }

  /** Appends, at once or as soon as the log is open. Never blocks. */
  void submit(Append append, PartitionLog owner) {
    LoadedLog log = opened;
    boolean first = false;
    if (log == null) {
      synchronized (early) {
        log = opened;
        if (log == null) {
          first = early.isEmpty();
          early.add(append);
        }
      }
    }
    if (log != null) {
      log.queue().submit(append);
    } else if (first) {
      openElsewhere(owner);
    }
  }

  private void openElsewhere(PartitionLog owner) {
    try {
      place.context().openExecutor().execute(() -> open(owner));
    } catch (RejectedExecutionException e) {
      // The broker is stopping; whoever is here does it.
      LoadedLog unused = open(owner);
    }
  }

  /**
   * Recovers the log after an unclean end, unless somebody has been here before. A log that has
   * nothing to be synced, not even the name of an empty segment, is as after a clean end then, and
   * is not kept open. Blocks.
   */
  void recover(PartitionLog owner) {
    int waiting;
    LoadedLog log;
    synchronized (this) {
      if (opened != null || checkpointed.clean()) {
        return;
      }
      LogState state = load(owner);
      if (state.isOpened() && !new LogFlusher(state).isNeeded()) {
        checkpointed =
            new Checkpointed(
                state.recoveryPoint(),
                state.logStartOffset(),
                state.highWatermarkPosition().offset(),
                state.cleanedOffset(),
                true,
                true);
        // What is cached belongs to segments that nobody knows any more.
        state.segments().all().forEach(segment -> place.context().forget(segment.file()));
        return;
      }
      log = new LoadedLog(state);
      waiting = again ? turnAway(log) : publish(log, owner);
    }
    log.queue().workOff(waiting);
  }

  /** Lets no one use the log any more; the stage completes when nobody does. */
  CompletionStage<Void> close(String reason, PartitionLog owner) {
    int waiting;
    LoadedLog log;
    synchronized (this) {
      log = opened;
      if (log != null) {
        return log.close(reason);
      }
      LogState state = unreadable(owner.config(), reason);
      state.close(reason);
      log = new LoadedLog(state);
      waiting = publish(log, owner);
    }
    log.queue().workOff(waiting);
    return CompletableFuture.completedFuture(null);
  }

  /** What comes out is for this once if it could not be opened for want of room or of files. */
  private LogState load(PartitionLog owner) {
    LogConfig config = owner.config();
    again = false;
    LogContext context = place.context();
    try {
      LogLoader loader = new LogLoader(id, place.directory(), context, config, checkpointed);
      Making first = making;
      if (first == null) {
        return loader.load(false);
      }
      first.make();
      LogState made = loader.load(true);
      making = null;
      onDisk = true;
      return made;
    } catch (CorruptLogException e) {
      // Damage to one log is no reason to give up those beside it.
      LOG.error("{} cannot be used: {}", id, e.getMessage());
      return unreadable(config, e);
    } catch (IOException e) {
      again = context.health().space().isPassing(e);
      context.health().failUnlessPassing("opening " + id, e);
      return unreadable(config, e);
    } catch (RuntimeException e) {
      context.health().fail("opening " + id + ": " + e);
      return unreadable(config, e);
    }
  }

  private LogState unreadable(LogConfig config, Exception e) {
    return unreadable(config, "it could not be opened: " + e);
  }

  private LogState unreadable(LogConfig config, String why) {
    LogPlace here = place;
    return LogState.unreadable(id, here.directory(), here.context(), config, why);
  }

  /** Those who wait are refused; the next one may have more luck. */
  private int turnAway(LoadedLog log) {
    synchronized (early) {
      int waiting = early.size();
      log.queue().takeOver(early);
      early.clear();
      return waiting;
    }
  }

  /** Returns how many appends wait for the caller to work them off. */
  private int publish(LoadedLog log, PartitionLog owner) {
    int waiting;
    synchronized (early) {
      waiting = turnAway(log);
      opened = log;
    }
    // After the publication: whoever changes these meanwhile either sees the log or is seen here.
    log.state().setListener(owner.listener());
    log.state().setConfig(owner.config());
    return waiting;
  }
}
