package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Prints how long it takes from nothing to the first record written, and asserts nothing of it:
 * {@code -Dstart.rounds=50} for a figure worth something.
 */
final class StartTimeTest {
  private static final int AT_ONCE = 20;
  private static final int ROUNDS = Integer.getInteger("start.rounds", 5);

  @Test
  void shouldTakeTheFirstRecordSoonAfterItsStart() throws Exception {
    List<Long> serving = new ArrayList<>();
    List<Long> produced = new ArrayList<>();
    List<Long> stopped = new ArrayList<>();
    for (int round = 0; round <= ROUNDS; round++) {
      long began = System.nanoTime();
      long closing;
      try (Barnabas broker = Barnabas.start()) {
        serving.add(System.nanoTime() - began);
        try (Clients.Producer producer = Clients.producer(broker)) {
          assertEquals(0, producer.put("orders", "first"));
          produced.add(System.nanoTime() - began);
        }
        closing = System.nanoTime();
      }
      stopped.add(System.nanoTime() - closing);
    }
    System.out.printf(
        "Testkit, ms: first broker of the JVM serves after %s, has the first record after %s; the"
            + " next %d: serves %s, first record %s, stops %s (median, most)%n",
        millis(serving.remove(0)),
        millis(produced.remove(0)),
        ROUNDS,
        summary(serving),
        summary(produced),
        summary(stopped.subList(1, stopped.size())));
  }

  @Test
  void shouldTakeTheFirstRecordsOfManyStartedAtOnce() throws Exception {
    try (Barnabas warm = Barnabas.start();
        Clients.Producer producer = Clients.producer(warm)) {
      assertEquals(0, producer.put("orders", "first"));
    }
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      long began = System.nanoTime();
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        running.add(threads.submit(() -> firstRecord(began)));
      }
      List<Long> produced = new ArrayList<>();
      for (Future<Long> each : running) {
        produced.add(each.get());
      }
      System.out.printf(
          "Testkit, ms: %d brokers started at once in a warm JVM: first record after %s (median,"
              + " most), all stopped after %s%n",
          AT_ONCE, summary(produced), millis(System.nanoTime() - began));
    } finally {
      threads.shutdownNow();
    }
  }

  /** When it is written, from a moment on. */
  private static long firstRecord(long since) throws Exception {
    try (Barnabas broker = Barnabas.start();
        Clients.Producer producer = Clients.producer(broker)) {
      assertEquals(0, producer.put("orders", "first"));
      return System.nanoTime() - since;
    }
  }

  private static String summary(List<Long> nanos) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return millis(sorted.get(sorted.size() / 2))
        + " ("
        + millis(sorted.get(sorted.size() - 1))
        + ")";
  }

  private static String millis(long nanos) {
    return Long.toString(Math.round(nanos / 1e6));
  }
}
