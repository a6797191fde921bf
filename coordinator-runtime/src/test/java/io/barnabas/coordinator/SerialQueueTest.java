package io.barnabas.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialQueueTest {
  private final Deque<Runnable> handedOver = new ArrayDeque<>();
  private final SerialQueue queue = new SerialQueue(handedOver::add);
  private final List<String> done = new ArrayList<>();

  private void quick(String name) {
    queue.executeHere(() -> true, () -> done.add(name));
  }

  private void slow(String name) {
    queue.execute(() -> done.add(name));
  }

  private void runHandedOver() {
    while (!handedOver.isEmpty()) {
      handedOver.remove().run();
    }
  }

  @Test
  void shouldRunAQuickTaskHereIfItIsIdle() {
    quick("a");

    assertEquals(List.of("a"), done);
    assertTrue(handedOver.isEmpty());
  }

  @Test
  void shouldLeaveWhatTakesTimeToTheExecutor() {
    slow("a");
    quick("b");
    assertEquals(List.of(), done);

    runHandedOver();
    assertEquals(List.of("a", "b"), done);
  }

  @Test
  void shouldHandOverFromTheFirstTaskThatIsNotQuickAfterAll() {
    queue.executeHere(
        () -> true,
        () -> {
          done.add("a");
          quick("b");
          queue.executeHere(() -> false, () -> done.add("c"));
          quick("d");
        });
    assertEquals(List.of("a", "b"), done);

    runHandedOver();
    assertEquals(List.of("a", "b", "c", "d"), done);
  }

  @Test
  void shouldRunWhatComesNextBeforeAllOthers() {
    queue.executeHere(
        () -> true,
        () -> {
          quick("later");
          assertTrue(queue.isBorrowed());
          queue.executeNext(
              () -> {
                assertFalse(queue.isBorrowed());
                done.add("next");
              });
        });
    runHandedOver();

    assertEquals(List.of("next", "later"), done);
  }

  @Test
  void shouldNotKeepAThreadThatHasOtherThingsToDo() {
    queue.executeHere(
        () -> true, () -> IntStream.range(0, 100).forEach(number -> quick("task " + number)));
    assertTrue(done.size() < 50, done.size() + " tasks");

    runHandedOver();
    assertEquals(100, done.size());
  }

  @Test
  void shouldRunEachTaskOnceInTheOrderOfItsThreadAndOneAtATime() throws Exception {
    int threads = 4;
    int each = 5_000;
    ExecutorService pool = Executors.newFixedThreadPool(2);
    SerialQueue shared = new SerialQueue(pool);
    AtomicBoolean busy = new AtomicBoolean();
    List<int[]> ran = new ArrayList<>(); // guarded by the queue
    CountDownLatch open = new CountDownLatch(threads * each);
    List<Thread> submitters = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      int own = thread;
      Random random = new Random(own);
      Thread submitter =
          new Thread(
              () -> {
                for (int number = 0; number < each; number++) {
                  int[] task = {own, number};
                  Runnable action =
                      () -> {
                        boolean alone = busy.compareAndSet(false, true);
                        ran.add(alone ? task : new int[] {-1, 0});
                        busy.set(false);
                        open.countDown();
                      };
                  if (random.nextInt(10) == 0) {
                    shared.execute(action);
                  } else {
                    boolean quick = random.nextInt(10) > 0;
                    shared.executeHere(() -> quick, action);
                  }
                }
              });
      submitters.add(submitter);
      submitter.start();
    }
    for (Thread submitter : submitters) {
      submitter.join();
    }
    assertTrue(open.await(60, TimeUnit.SECONDS));
    pool.shutdown();
    assertTrue(pool.awaitTermination(60, TimeUnit.SECONDS));

    for (int thread = 0; thread < threads; thread++) {
      int own = thread;
      assertEquals(
          IntStream.range(0, each).boxed().toList(),
          ran.stream().filter(task -> task[0] == own).map(task -> task[1]).toList());
    }
  }
}
