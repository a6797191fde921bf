package io.barnabas.coordinator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one kind of coordinator on the internal partitions this broker leads. All methods may be
 * called by any thread and do not block, except {@link #close}. Replies complete on the shard's
 * executor, never exceptionally.
 *
 * @param <S> the shards
 * @param <R> their records
 */
public final class CoordinatorRuntime<S extends CoordinatorShard<R>, R> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinatorRuntime.class);
  private static final long CLOSE_TIMEOUT_SECONDS = 5;

  private final ShardKind<S, R> kind;
  private final RuntimeEnvironment environment;
  private final RuntimeConfig config;
  private final Map<Integer, ShardRunner<S, R>> runners = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public CoordinatorRuntime(
      ShardKind<S, R> kind, RuntimeEnvironment environment, RuntimeConfig config) {
    this.kind = kind;
    this.environment = environment;
    this.config = config;
  }

  /**
   * This broker leads the partition from now on. A later epoch of a partition it already leads is
   * taken over.
   */
  public void onElection(int partition, int leaderEpoch) {
    if (closed) {
      return; // The metadata may still change while the broker stops.
    }
    runners
        .computeIfAbsent(partition, number -> new ShardRunner<>(number, kind, environment, config))
        .elect(leaderEpoch);
  }

  /** This broker does not lead the partition any more. */
  public void onResignation(int partition) {
    ShardRunner<S, R> runner = closed ? null : runners.get(partition);
    if (runner != null) {
      runner.resign();
    }
  }

  /** Runs an operation on a partition's shard. */
  public <T> CompletionStage<T> submit(int partition, Operation<S, R, T> operation) {
    // Once closed nothing goes to the queues: their threads may have ended before the last client.
    ShardRunner<S, R> runner = closed ? null : runners.get(partition);
    return runner == null
        ? CompletableFuture.completedStage(operation.refused(CoordinatorFault.NOT_OWNER))
        : runner.submit(WatchedOperation.of(operation, environment));
  }

  /**
   * Runs an operation on every partition that this broker leads or has led; the latter refuse with
   * NOT_OWNER.
   */
  public <T> List<CompletionStage<T>> submitToAll(Supplier<Operation<S, R, T>> operation) {
    List<CompletionStage<T>> replies = new ArrayList<>();
    runners.keySet().forEach(partition -> replies.add(submit(partition, operation.get())));
    return replies;
  }

  /** Gives everything up once what is decided is committed; waits for that, but not for long. */
  @Override
  public void close() {
    closed = true;
    CompletableFuture<?>[] settled =
        runners.values().stream()
            .map(runner -> runner.close().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(settled).get(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("{} did not settle within {} s", kind.name(), CLOSE_TIMEOUT_SECONDS);
      runners.values().forEach(ShardRunner::resign);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
