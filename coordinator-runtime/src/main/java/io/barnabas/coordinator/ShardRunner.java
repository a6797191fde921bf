package io.barnabas.coordinator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One internal partition through its elections, loads, failures and resignations. Everything but
 * {@link #submit} runs on the shard's queue, which is the only owner of the fields. What is decided
 * from memory alone may run on the thread that submits it, so nothing on that way waits for a disk.
 */
final class ShardRunner<S extends CoordinatorShard<R>, R> implements ShardWriter.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(ShardRunner.class);

  private static final int MAX_DELAY_DOUBLINGS = 7;

  private enum OwnTimer {
    COMMIT_TIMEOUT,
    VIEW_WRITE,
    RELOAD
  }

  /** An operation for the next active shard. */
  private record Deferred<S, R, T>(Operation<S, R, T> operation, ReplyToken<T> token) {}

  /** A shard that answers. */
  private record Active<S extends CoordinatorShard<R>, R>(S shard, ShardWriter<R> writer) {}

  private final int partition;
  private final ShardKind<S, R> kind;
  private final RuntimeEnvironment environment;
  private final RuntimeConfig config;
  private final ShardLoader<R> loader;
  private final SerialQueue queue;
  private final ShardTimers timers;
  private final AtomicInteger queued = new AtomicInteger();
  private volatile int repliesWaiting;

  /** Operations that wait for the load. */
  private final List<Deferred<S, R, ?>> deferred = new ArrayList<>();

  private final Set<ReplyToken<?>> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean owned;
  private int leaderEpoch = -1;
  private boolean discardView;
  private int failedLoads;
  private @Nullable Active<S, R> active;
  private @Nullable ShardWriter<R> settling;
  private @Nullable LoadTask load;
  private @Nullable CompletableFuture<Void> closing;

  ShardRunner(
      int partition, ShardKind<S, R> kind, RuntimeEnvironment environment, RuntimeConfig config) {
    this.partition = partition;
    this.kind = kind;
    this.environment = environment;
    this.config = config;
    this.loader = new ShardLoader<>(kind, environment, config);
    this.queue = new SerialQueue(environment.executor());
    this.timers =
        new ShardTimers(environment.scheduler(), environment.nanoTime(), queue, this::onTimer);
  }

  /** Queues an operation; any thread. */
  <T> CompletionStage<T> submit(Operation<S, R, T> operation) {
    ReplyToken<T> token = new ReplyToken<>(operation::refused);
    int inFlight = queued.incrementAndGet() + repliesWaiting;
    if (inFlight > config.operationsInFlightMax() && !operation.waitsForLoad()) {
      queued.decrementAndGet();
      token.refuse(CoordinatorFault.OVERLOADED);
    } else {
      queue.executeHere(() -> isQuick(operation), () -> run(operation, token));
    }
    return token.stage();
  }

  /** Where there is no shard, all there is to do is to say so. */
  private boolean isQuick(Operation<S, R, ?> operation) {
    Active<S, R> current = active;
    return current == null || operation.isQuick(current.shard());
  }

  void elect(int epoch) {
    queue.execute(() -> onElected(epoch));
  }

  void resign() {
    queue.execute(() -> giveUp(true));
  }

  /** Gives the partition up once what is decided is committed. */
  CompletionStage<Void> close() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    queue.execute(
        () -> {
          closing = closed;
          closeIfIdle();
        });
    return closed;
  }

  private <T> void run(Operation<S, R, T> operation, ReplyToken<T> token) {
    queued.decrementAndGet();
    Active<S, R> current = active;
    if (current == null && owned && closing == null && operation.waitsForLoad()) {
      deferred.add(new Deferred<>(operation, token));
      return;
    }
    if (current == null || closing != null) {
      token.refuse(
          owned && closing == null ? CoordinatorFault.LOADING : CoordinatorFault.NOT_OWNER);
      return;
    }
    start(current, operation, token);
  }

  private <T> void start(Active<S, R> current, Operation<S, R, T> operation, ReplyToken<T> token) {
    open.add(token);
    decide(current, effects -> operation.decide(current.shard(), token, effects));
  }

  /** Before anything a client asks of the loaded shard. */
  private void startDeferred() {
    while (active != null && !deferred.isEmpty()) {
      Deferred<S, R, ?> next = deferred.remove(0);
      start(active, next);
    }
  }

  private <T> void start(Active<S, R> current, Deferred<S, R, T> waiting) {
    start(current, waiting.operation(), waiting.token());
  }

  /** The part of a decision that belongs to the caller. */
  private interface Rule<R> {
    void decide(Effects<R> effects);
  }

  private void decide(Active<S, R> current, Rule<R> rule) {
    Effects<R> effects = current.writer().newEffects(environment.clock().millis());
    try {
      rule.decide(effects);
      carryOut(current, effects);
    } catch (ViewDamagedException e) {
      LOG.warn("View of {}-{} is damaged: {}", kind.name(), partition, e.getMessage());
      discardView = true;
      reload();
    } catch (RuntimeException e) {
      LOG.error("A rule of {}-{} failed; this is a defect", kind.name(), partition, e);
      environment.onDefect().accept(e);
      reload();
    } catch (Error e) {
      reload(); // what the rule has left behind may be half of what it meant to do
      throw e;
    }
  }

  private void carryOut(Active<S, R> current, Effects<R> effects) {
    boolean wasIdle = current.writer().isIdle();
    current.writer().accept(effects, environment.nanoTime().getAsLong());
    for (Effects.Timer timer : effects.timers()) {
      Long delayMs = timer.delayMs();
      if (delayMs == null) {
        timers.cancel(timer.key());
      } else {
        timers.schedule(timer.key(), delayMs);
      }
    }
    if (wasIdle && !current.writer().isIdle()) {
      timers.schedule(OwnTimer.COMMIT_TIMEOUT, config.commitTimeoutMs());
    }
    current.writer().pump(leaderEpoch);
    repliesWaiting = current.writer().repliesWaiting();
  }

  private void onTimer(Object key) {
    Active<S, R> current = active;
    if (key == OwnTimer.RELOAD) {
      startLoad();
    } else if (current == null) {
      return;
    } else if (key == OwnTimer.VIEW_WRITE) {
      writeView(current);
    } else if (key == OwnTimer.COMMIT_TIMEOUT) {
      long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(config.commitTimeoutMs());
      current.writer().refuseRepliesOf(environment.nanoTime().getAsLong() - timeoutNanos);
      repliesWaiting = current.writer().repliesWaiting();
      if (!current.writer().isIdle()) {
        timers.schedule(OwnTimer.COMMIT_TIMEOUT, Math.max(1, config.commitTimeoutMs() / 4));
      }
    } else if (closing == null) {
      decide(current, effects -> current.shard().onTimer(key, effects));
    }
  }

  private void writeView(Active<S, R> current) {
    if (current != active) {
      return; // it was closed, and its view written, before this had its turn
    }
    try {
      current.writer().writeView(config.viewSyncEntries());
    } catch (ViewDamagedException e) {
      LOG.warn("View of {}-{} cannot be written: {}", kind.name(), partition, e.getMessage());
      discardView = true;
      reload();
    }
  }

  @Override
  public void onReleased(ReplyToken<?> token) {
    open.remove(token);
  }

  @Override
  public void onCommitted() {
    Active<S, R> current = active;
    if (current == null) {
      return;
    }
    repliesWaiting = current.writer().repliesWaiting();
    current.writer().pump(leaderEpoch);
    if (current.writer().isWriteDue(config.viewWriteEntriesMax())) {
      queue.execute(() -> writeView(current));
    } else if (!timers.isScheduled(OwnTimer.VIEW_WRITE)) {
      timers.schedule(OwnTimer.VIEW_WRITE, config.viewWriteDelayMs());
    }
    if (closing != null) {
      queue.execute(this::closeIfIdle);
    }
  }

  @Override
  public void onAppendFailed(Throwable error) {
    LOG.warn("Append to {}-{} failed, loading again: {}", kind.name(), partition, error.toString());
    reload();
    closeIfIdle();
  }

  @Override
  public void onSettled() {
    settling = null;
    startLoad();
    closeIfIdle();
  }

  private void onElected(int epoch) {
    if (closing != null || (owned && epoch <= leaderEpoch)) {
      return;
    }
    leaderEpoch = epoch;
    owned = true;
    failedLoads = 0;
    startLoad(); // live state, if there is any, goes on; what is appended next has the new epoch
  }

  private void giveUp(boolean keepView) {
    owned = false;
    stop(CoordinatorFault.NOT_OWNER, keepView);
    deferred.forEach(waiting -> waiting.token().refuse(CoordinatorFault.NOT_OWNER));
    deferred.clear();
  }

  private void reload() {
    stop(CoordinatorFault.NOT_DURABLE, !discardView);
    timers.schedule(OwnTimer.RELOAD, config.reloadDelayMs());
  }

  /** Drops the live state and refuses everything that waits. */
  private void stop(CoordinatorFault fault, boolean keepView) {
    timers.cancelAll();
    if (load != null) {
      load.abort();
    }
    Active<S, R> last = active;
    active = null;
    repliesWaiting = 0;
    if (last != null) {
      closeWriter(last.writer(), keepView);
      settling = last.writer().isAppending() ? last.writer() : null;
    }
    List<ReplyToken<?>> refused = List.copyOf(open);
    open.clear();
    refused.forEach(token -> token.refuse(fault));
  }

  private void closeWriter(ShardWriter<R> writer, boolean keepView) {
    writer.close(
        keepView,
        failure -> {
          LOG.warn("Closing the view of {}-{}: {}", kind.name(), partition, failure.getMessage());
          discardView = true;
        });
  }

  /** Closed is what neither answers nor holds the view or the log any more. */
  private void closeIfIdle() {
    Active<S, R> current = active;
    if (closing == null || (current != null && !current.writer().isIdle())) {
      return;
    }
    giveUp(true);
    if (load == null && settling == null) {
      closing.complete(null);
    }
  }

  /** Loads if the partition is wanted and nothing of its past is still under way. */
  private void startLoad() {
    if (!owned || active != null || load != null || settling != null) {
      return;
    }
    LoadTask task = new LoadTask(leaderEpoch, discardView);
    load = task;
    environment.loader().execute(() -> runLoad(task));
  }

  private void runLoad(LoadTask task) {
    try {
      LoadedShard loaded =
          loader.load(partition, task.leaderEpoch(), task.discardView(), task::isAborted);
      queue.execute(() -> onLoaded(task, loaded));
    } catch (RuntimeException e) {
      queue.execute(() -> onLoadFailed(task, e));
    } catch (Error e) {
      queue.execute(() -> onLoadFailed(task, e));
      throw e;
    }
  }

  private void onLoaded(LoadTask task, LoadedShard loaded) {
    load = null;
    ShardWriter<R> writer = new ShardWriter<>(kind, loaded, queue, this);
    if (task.isAborted()) {
      closeWriter(writer, true);
      startLoad();
      closeIfIdle();
      return;
    }
    discardView = false;
    Effects<R> effects = writer.newEffects(environment.clock().millis());
    try {
      Active<S, R> current = new Active<>(kind.create(partition, loaded.view(), effects), writer);
      active = current;
      carryOut(current, effects);
      failedLoads = 0;
      startDeferred();
    } catch (RuntimeException e) {
      abandon(writer, e);
    } catch (Error e) {
      abandon(writer, e);
      throw e;
    }
  }

  private void abandon(ShardWriter<R> writer, Throwable error) {
    LOG.error("{}-{} cannot be used as loaded, rebuilding", kind.name(), partition, error);
    if (!(error instanceof ViewDamagedException)) {
      environment.onDefect().accept(error);
    }
    timers.cancelAll();
    active = null;
    closeWriter(writer, false);
    settling = writer.isAppending() ? writer : null;
    discardView = true;
    loadLater();
  }

  private void onLoadFailed(LoadTask task, Throwable error) {
    load = null;
    if (task.isAborted()) {
      startLoad();
      closeIfIdle();
      return;
    }
    LOG.error("Loading {}-{} failed, will try again: {}", kind.name(), partition, error.toString());
    loadLater();
  }

  /** What keeps failing is tried less and less often: a load may read a whole partition. */
  private void loadLater() {
    int doublings = Math.min(failedLoads++, MAX_DELAY_DOUBLINGS);
    timers.schedule(OwnTimer.RELOAD, config.reloadDelayMs() << doublings);
  }
}
