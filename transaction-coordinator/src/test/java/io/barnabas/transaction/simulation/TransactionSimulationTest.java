package io.barnabas.transaction.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.coordinator.RuntimeConfig;
import io.barnabas.coordinator.simulation.SimLog;
import io.barnabas.coordinator.simulation.SimStorage;
import io.barnabas.coordinator.simulation.SimView;
import io.barnabas.coordinator.simulation.SimWorld;
import io.barnabas.transaction.TransactionConfig;
import io.barnabas.transaction.TransactionCoordinator;
import io.barnabas.transaction.record.TransactionRecord.TransactionStored;
import io.barnabas.transaction.record.TransactionRecordSerde;
import io.barnabas.transaction.shard.EventSourcedTransactionCoordinator;
import io.barnabas.transaction.state.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Producers of both protocols, some two under one id, against a coordinator whose log fails and
 * which crashes. {@code -Dseed=N} replays one history, {@code -Dseeds=N} runs as many.
 */
final class TransactionSimulationTest {
  private static final int PARTITIONS = 2;

  static LongStream seeds() {
    Long chosen = Long.getLong("seed");
    return chosen != null
        ? LongStream.of(chosen)
        : LongStream.rangeClosed(1, Long.getLong("seeds", 60));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldDecideEveryTransactionOnceAndLetNoneHang(long seed) {
    try {
      new History(seed).run();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e, e);
    }
  }

  private static final class History {
    private final Random random;
    private final SimWorld world;
    private final SimStorage storage;
    private final SimPartitions partitions;
    private final StateLogChecker checker;
    private final List<SimProducer> producers = new ArrayList<>();
    private final boolean crashes;
    private TransactionCoordinator coordinator;
    private int epoch;
    private long nextProducerId = 1000;

    History(long seed) {
      random = new Random(seed);
      world = new SimWorld(random);
      storage = new SimStorage(world, PARTITIONS);
      partitions = new SimPartitions(world);
      checker = new StateLogChecker(partitions);
      crashes = random.nextBoolean();
      useUpEpochs();
      coordinator = start();
    }

    /** One id is about to run out of epochs. */
    private void useUpEpochs() {
      Transaction old =
          Transaction.created("id-0", 7, 60_000, world.nowMs())
              .initialized(
                  (short) (Short.MAX_VALUE - 2 - random.nextInt(4)),
                  Transaction.NO_EPOCH,
                  60_000,
                  world.nowMs());
      int partition = ("id-0".hashCode() & 0x7fffffff) % PARTITIONS;
      storage
          .logs()
          .get(partition)
          .entries()
          .add(
              new SimLog.Entry(
                  new TransactionRecordSerde().encode(new TransactionStored(old), world.nowMs()),
                  0));
    }

    private TransactionCoordinator start() {
      TransactionConfig config =
          new TransactionConfig(PARTITIONS, 900_000, 60_000, 100, 1_000, 100, 50);
      TransactionCoordinator started =
          new EventSourcedTransactionCoordinator(
              config,
              RuntimeConfig.defaults(),
              storage.environment(),
              partitions,
              () -> CompletableFuture.completedFuture(nextProducerId++));
      epoch++;
      for (int partition = 0; partition < PARTITIONS; partition++) {
        storage.logs().get(partition).newLeader(epoch);
        started.onElection(partition, epoch);
      }
      return started;
    }

    void run() {
      for (int number = 0; number < 6; number++) {
        addProducer(number);
      }
      for (int round = 0; round < 12; round++) {
        double rate = random.nextInt(3) == 0 ? 0.05 : 0;
        storage.logs().forEach(log -> log.failureRate(rate));
        partitions.failureRate = random.nextInt(3) == 0 ? 0.3 : 0;
        world.runForMs(700, this::check);
        if (crashes && random.nextInt(3) == 0) {
          crash();
        }
      }
      settle();
    }

    /** Some ids have two instances, and some instances the old protocol. */
    private void addProducer(int number) {
      SimProducer producer =
          new SimProducer(
              world, () -> coordinator, checker, "id-" + number % 4, random.nextInt(3) > 0);
      producers.add(producer);
      world.afterMs(random.nextInt(100), producer::init);
    }

    private void crash() {
      world.crash();
      storage.views().forEach(SimView::crash);
      coordinator = start();
      producers.forEach(producer -> world.afterMs(random.nextInt(200), producer::init));
    }

    private void check() {
      checker.check(storage.logs());
    }

    /** Nobody does anything any more and nothing fails: all is decided and completed in time. */
    private void settle() {
      storage.logs().forEach(log -> log.failureRate(0));
      partitions.failureRate = 0;
      producers.forEach(producer -> producer.stopped = true);
      world.runForMs(30_000, this::check);
      for (Transaction each : checker.last().values()) {
        assertTrue(each.state().isIdle(), () -> each + " hangs");
      }
      assertTrue(checker.commits > 0, "nothing was committed");
      assertTrue(checker.aborts > 0, "nothing was aborted");
      for (SimLog log : storage.logs()) {
        assertTrue(!log.entries().isEmpty(), "nobody used a partition");
      }
      world.runForMs(120_000, this::check);
      assertTrue(checker.last().isEmpty(), () -> "not expired: " + checker.last());
    }
  }
}
