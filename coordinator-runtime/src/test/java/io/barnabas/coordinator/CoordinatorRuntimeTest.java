package io.barnabas.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.coordinator.simulation.SimStorage;
import io.barnabas.coordinator.simulation.SimWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CoordinatorRuntimeTest {
  private static final RuntimeConfig CONFIG = new RuntimeConfig(10, 5_000, 100, 20, 100, 50);

  private final SimWorld world = new SimWorld(new Random(7));
  private final SimStorage storage = new SimStorage(world, 1);
  private final CoordinatorRuntime<CounterKind.Shard, String> runtime = newRuntime();

  private CoordinatorRuntime<CounterKind.Shard, String> newRuntime() {
    return new CoordinatorRuntime<>(new CounterKind(), storage.environment(), CONFIG);
  }

  private CompletableFuture<String> submit(Operation<CounterKind.Shard, String, String> operation) {
    return runtime.submit(0, operation).toCompletableFuture();
  }

  private void elected() {
    runtime.onElection(0, 1);
    world.runForMs(100);
  }

  @Test
  void shouldRefuseWhatItDoesNotLead() {
    assertEquals("NOT_OWNER", submit(CounterKind.append("a")).join());
  }

  @Test
  void shouldRefuseWhileLoading() {
    storage.unreadable(true);
    elected();
    CompletableFuture<String> reply = submit(CounterKind.append("a"));
    world.runForMs(0);
    assertEquals("LOADING", reply.join());

    storage.unreadable(false);
    world.runForMs(1_000);
    CompletableFuture<String> later = submit(CounterKind.append("b"));
    world.runForMs(100);
    assertEquals("b", later.join());
  }

  @Test
  void shouldAnswerOnlyWhatIsCommitted() {
    elected();
    CompletableFuture<String> write = submit(CounterKind.append("a"));
    CompletableFuture<String> read = submit(CounterKind.read());
    write.thenAccept(reply -> assertEquals(1, storage.logs().get(0).entries().size()));

    assertFalse(write.isDone());
    assertFalse(read.isDone());
    world.runForMs(100);
    assertEquals("a", write.join());
    assertEquals(
        "a", read.join(), "a read sees what was decided before it, once that is committed");
  }

  @Test
  void shouldDecideWhatIsQuickOnTheThreadThatSubmitsIt() {
    elected();
    CompletableFuture<String> write =
        submit(
            CounterKind.quick(
                (shard, token, effects) -> {
                  effects.append("a");
                  effects.reply(token, "a");
                }));

    assertEquals(1, storage.logs().get(0).appendCount());
    assertFalse(write.isDone());
    world.runForMs(100);
    assertEquals("a", write.join());
  }

  @Test
  void shouldDecideWhatIsQuickAfterWhatCameBefore() {
    elected();
    List<String> decided = new ArrayList<>();
    submit(CounterKind.operation((shard, token, effects) -> decided.add("slow")));
    submit(CounterKind.quick((shard, token, effects) -> decided.add("quick")));
    assertEquals(List.of(), decided);

    world.runForMs(100);
    assertEquals(List.of("slow", "quick"), decided);
  }

  @Test
  void shouldNotCloseTheViewOnAThreadThatSubmits() {
    RuntimeEnvironment real = storage.environment();
    CoordinatorRuntime<CounterKind.Shard, String> tolerant =
        new CoordinatorRuntime<>(
            new CounterKind(),
            new RuntimeEnvironment(
                real.executor(),
                real.loader(),
                real.scheduler(),
                real.clock(),
                real.nanoTime(),
                real.logs(),
                real.views(),
                RuntimeWatch.NONE,
                defect -> {}),
            CONFIG);
    tolerant.onElection(0, 1);
    world.runForMs(100);
    CompletableFuture<String> broken =
        tolerant
            .submit(
                0,
                CounterKind.quick(
                    (shard, token, effects) -> {
                      throw new IllegalStateException("a defect");
                    }))
            .toCompletableFuture();

    assertEquals("NOT_DURABLE", broken.join());
    assertEquals(true, storage.views().get(0).isOpen());
    world.runForMs(1);
    assertFalse(storage.views().get(0).isOpen());
    world.runForMs(1_000);
    CompletableFuture<String> after =
        tolerant.submit(0, CounterKind.append("a")).toCompletableFuture();
    world.runForMs(100);
    assertEquals("a", after.join());
  }

  @Test
  void shouldAppendTogetherWhatIsDecidedMeanwhile() {
    elected();
    List<CompletableFuture<String>> replies = new ArrayList<>();
    for (int number = 0; number < 5; number++) {
      replies.add(submit(CounterKind.append("line " + number)));
    }
    world.runForMs(100);

    replies.forEach(reply -> assertEquals(true, reply.isDone()));
    assertEquals(2, storage.logs().get(0).appendCount());
  }

  @Test
  void shouldForgetWhatCouldNotBeAppended() {
    elected();
    submit(CounterKind.append("good"));
    world.runForMs(100);
    storage.logs().get(0).failureRate(1);
    CompletableFuture<String> lost = submit(CounterKind.append("lost"));
    CompletableFuture<String> read = submit(CounterKind.read());
    world.runForMs(1_000);
    storage.logs().get(0).failureRate(0);

    assertEquals("NOT_DURABLE", lost.join());
    assertEquals("NOT_DURABLE", read.join(), "it may have seen what is not there");
    CompletableFuture<String> after = submit(CounterKind.read());
    world.runForMs(100);
    assertEquals("good", after.join());
  }

  @Test
  void shouldRefuseWhatWaitsWhenItResigns() {
    elected();
    CompletableFuture<String> waiting =
        submit(CounterKind.operation((shard, token, effects) -> {}));
    world.runForMs(100);
    assertFalse(waiting.isDone());

    runtime.onResignation(0);
    world.runForMs(100);
    assertEquals("NOT_OWNER", waiting.join());
  }

  @Test
  void shouldRefuseMoreThanItHasRoomFor() {
    elected();
    List<CompletableFuture<String>> replies = new ArrayList<>();
    for (int number = 0; number < 20; number++) {
      replies.add(submit(CounterKind.append("x")));
    }
    world.runForMs(1_000);

    assertEquals(10, replies.stream().filter(reply -> reply.join().equals("OVERLOADED")).count());
  }

  @Test
  void shouldStopWaitingForACommitThatDoesNotCome() {
    elected();
    storage.logs().get(0).stuck(true);
    CompletableFuture<String> reply = submit(CounterKind.append("a"));
    world.runForMs(CONFIG.commitTimeoutMs() + 10);

    assertEquals("NOT_DURABLE", reply.join());
  }

  @Test
  void shouldTakeNoticeOfACommitHoweverLateItComes() {
    elected();
    storage.logs().get(0).stuck(true);
    List<String> noticed = new ArrayList<>();
    CompletableFuture<String> reply =
        submit(
            CounterKind.operation(
                (shard, token, effects) -> {
                  effects.append("a");
                  effects.reply(ReplyToken.notice(noticed::add), "a is committed");
                  effects.reply(token, "a");
                }));
    world.runForMs(CONFIG.commitTimeoutMs() + 10);
    assertEquals("NOT_DURABLE", reply.join());

    storage.logs().get(0).stuck(false);
    world.runForMs(100);
    assertEquals(List.of("a is committed"), noticed);
  }

  @Test
  void shouldNotGatherMoreThanItHasRoomForBehindACommitThatDoesNotCome() {
    elected();
    storage.logs().get(0).stuck(true);
    for (int number = 0; number < CONFIG.operationsInFlightMax(); number++) {
      submit(CounterKind.append("x"));
    }
    world.runForMs(2 * CONFIG.commitTimeoutMs());
    CompletableFuture<String> more = submit(CounterKind.append("y"));
    world.runForMs(0);

    assertEquals("OVERLOADED", more.join());
  }

  @Test
  void shouldAnswerAgainAfterARuleEndedInAnError() {
    elected();
    CompletableFuture<String> broken =
        submit(
            CounterKind.operation(
                (shard, token, effects) -> {
                  throw new StackOverflowError("deep");
                }));
    assertThrows(StackOverflowError.class, () -> world.runForMs(100));
    assertEquals("NOT_DURABLE", broken.join());

    world.runForMs(1_000);
    CompletableFuture<String> after = submit(CounterKind.append("a"));
    world.runForMs(100);
    assertEquals("a", after.join());
  }

  @Test
  void shouldTryAgainAfterALoadEndedInAnError() {
    storage.unloadable(true);
    runtime.onElection(0, 1);
    assertThrows(NoClassDefFoundError.class, () -> world.runForMs(10));
    storage.unloadable(false);
    world.runForMs(1_000);

    CompletableFuture<String> after = submit(CounterKind.append("a"));
    world.runForMs(100);
    assertEquals("a", after.join());
  }

  @Test
  void shouldNotBeClosedBeforeALoadHasLetGoOfTheView() {
    ShardRunner<CounterKind.Shard, String> runner =
        new ShardRunner<>(0, new CounterKind(), storage.environment(), CONFIG);
    runner.elect(1);
    List<Boolean> openWhenClosed = new ArrayList<>();
    runner.close().thenRun(() -> openWhenClosed.add(storage.views().get(0).isOpen()));
    world.runForMs(100);

    assertEquals(List.of(false), openWhenClosed);
  }

  @Test
  void shouldRefuseOnceItIsClosedWhateverHasBecomeOfItsThreads() {
    AtomicBoolean ended = new AtomicBoolean();
    Executor threads =
        task -> {
          if (ended.get()) {
            throw new RejectedExecutionException();
          }
          task.run();
        };
    RuntimeEnvironment real = storage.environment();
    CoordinatorRuntime<CounterKind.Shard, String> closing =
        new CoordinatorRuntime<>(
            new CounterKind(),
            new RuntimeEnvironment(
                threads,
                threads,
                real.scheduler(),
                real.clock(),
                real.nanoTime(),
                real.logs(),
                real.views(),
                RuntimeWatch.NONE,
                defect -> {}),
            CONFIG);
    closing.onElection(0, 1);

    closing.close();
    ended.set(true);
    closing.onElection(0, 2);
    closing.onElection(1, 1);
    closing.onResignation(0);

    assertEquals(
        "NOT_OWNER", closing.submit(0, CounterKind.append("late")).toCompletableFuture().join());
    assertEquals(
        "NOT_OWNER",
        closing.submitToAll(() -> CounterKind.append("late")).get(0).toCompletableFuture().join());
  }

  @Test
  void shouldNotDeliverTimersThatWereReplacedOrDropped() {
    elected();
    submit(
        CounterKind.operation(
            (shard, token, effects) -> {
              effects.schedule("moved", 100);
              effects.schedule("moved", 500);
              effects.schedule("dropped", 100);
              effects.cancel("dropped");
              effects.schedule("kept", 100);
              effects.reply(token, "");
            }));
    world.runForMs(300);
    assertEquals(1, storage.logs().get(0).entries().size());
    world.runForMs(300);
    assertEquals(2, storage.logs().get(0).entries().size());
  }

  @Test
  void shouldReplayOnlyTheTailAfterARestart() {
    elected();
    for (int number = 0; number < 8; number++) {
      submit(CounterKind.append("line " + number));
      world.runForMs(200);
    }
    runtime.onResignation(0);
    world.runForMs(100);
    storage.logs().get(0).replayedFrom(-1);
    runtime.onElection(0, 2);
    world.runForMs(100);

    assertEquals(8, storage.logs().get(0).replayedFrom());
    CompletableFuture<String> read = submit(CounterKind.read());
    world.runForMs(100);
    assertEquals("line 7", read.join());
  }
}
