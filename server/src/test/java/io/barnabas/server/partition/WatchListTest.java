package io.barnabas.server.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class WatchListTest {
  private static final int WAITS = 20_000;

  private final WatchList list = new WatchList();

  @Test
  void shouldTellThoseWhoWatchAndNobodyElse() {
    Counting first = watching();
    Counting second = watching();
    Counting third = watching();
    second.cancel();
    second.cancel();

    list.changed();

    assertEquals(List.of(1, 0, 1), List.of(first.count(), second.count(), third.count()));
  }

  @Test
  void shouldBeEmptyWhenAllHaveCancelledInAnyOrder() {
    long seed = System.nanoTime();
    List<Counting> watches = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      watches.add(watching());
    }
    Collections.shuffle(watches, new Random(seed));

    watches.forEach(Watch::cancel);

    assertTrue(list.isEmpty(), "seed " + seed);
  }

  /** The promise the long poll stands on: watch, then look; change, then tell. */
  @Test
  void shouldMissNoChangeBetweenLookingAndWatching() throws Exception {
    AtomicLong end = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    CountDownLatch woken = new CountDownLatch(WAITS);
    try {
      threads.execute(
          () -> {
            while (woken.getCount() > 0) {
              end.incrementAndGet();
              list.changed();
            }
          });
      threads.execute(
          () -> {
            for (int i = 0; i < WAITS; i++) {
              await(end, woken);
            }
          });
      assertTrue(woken.await(60, TimeUnit.SECONDS), "left: " + woken.getCount());
    } finally {
      threads.shutdownNow();
    }
    assertTrue(list.isEmpty());
  }

  private void await(AtomicLong end, CountDownLatch woken) {
    long seen = end.get();
    CountDownLatch one = new CountDownLatch(1);
    Watch watch =
        new Watch() {
          @Override
          protected void changed() {
            if (end.get() > seen) {
              one.countDown();
            }
          }
        };
    list.add(watch);
    watch.changed();
    boolean told = false;
    try {
      told = one.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // First: whoever sees the last one counted looks at the list.
    watch.cancel();
    if (told) {
      woken.countDown();
    }
  }

  private Counting watching() {
    Counting watch = new Counting();
    list.add(watch);
    return watch;
  }

  private static final class Counting extends Watch {
    private final AtomicInteger told = new AtomicInteger();

    @Override
    protected void changed() {
      told.incrementAndGet();
    }

    int count() {
      return told.get();
    }
  }
}
