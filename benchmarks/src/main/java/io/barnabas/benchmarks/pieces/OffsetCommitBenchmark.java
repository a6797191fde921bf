package io.barnabas.benchmarks.pieces;

import io.barnabas.codec.Uuid;
import io.barnabas.coordinator.RuntimeConfig;
import io.barnabas.coordinator.RuntimeEnvironment;
import io.barnabas.coordinator.RuntimeWatch;
import io.barnabas.group.GroupConfig;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.CommitOffsets;
import io.barnabas.group.message.CommitReply;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.shard.EventSourcedGroupCoordinator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An offset committed: decided, encoded, appended to a log in the page cache, applied, answered, on
 * one thread. The view is a map in memory: what RocksDB takes comes on top, every few thousand
 * commits at once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class OffsetCommitBenchmark {
  private static final int EPOCH = 0;

  @Param({"1", "1000", "20000"})
  public int groups;

  private final List<CommitOffsets> commands = new ArrayList<>();
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
  private int turn;

  @SuppressWarnings("NullAway.Init") // JMH does.
  private Store store;

  @SuppressWarnings("NullAway.Init") // JMH does.
  private GroupCoordinator coordinator;

  @Setup
  public void load() throws Exception {
    store = new Store();
    coordinator =
        new EventSourcedGroupCoordinator(
            GroupConfig.defaults().withPartitionCount(1),
            RuntimeConfig.defaults(),
            new RuntimeEnvironment(
                Runnable::run,
                Runnable::run,
                scheduler,
                InstantSource.system(),
                System::nanoTime,
                (partition, epoch) -> new StoredCommits(store),
                partition -> new MapView(),
                RuntimeWatch.NONE,
                defect -> {}),
            new Random(1));
    coordinator.onElection(0, EPOCH);
    for (int i = 0; i < groups; i++) {
      commands.add(
          new CommitOffsets(
              "group-" + i,
              -1,
              "",
              null,
              CommitOffsets.DEFAULT_RETENTION,
              List.of(
                  new CommitOffsets.Topic(
                      new Uuid(3, 4),
                      "read",
                      List.of(new CommitOffsets.Partition(0, 1_000_000 + i, -1, ""))))));
    }
  }

  @TearDown
  public void close() throws Exception {
    coordinator.close();
    scheduler.shutdownNow();
    store.close();
  }

  @Benchmark
  public CommitReply commit() {
    turn = turn + 1 < groups ? turn + 1 : 0;
    CommitReply reply = coordinator.commitOffsets(commands.get(turn)).toCompletableFuture().join();
    if (reply.topics().get(0).partitions().get(0).fault() != GroupFault.NONE) {
      throw new IllegalStateException(reply.toString());
    }
    return reply;
  }
}
