package io.barnabas.compat.transactions.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Requests that the network has kept, each delivered by a connection of its own. Thread-safe. */
final class LateRequests {
  /** Into the next transaction, but behind the request that begins it. */
  private static final int BEHIND_MS = 4;

  private record Held(TransactionalRequest request, boolean pretending) {}

  private final int target;
  private final ConcurrentHashMap<String, Held> held = new ConcurrentHashMap<>();
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "late-requests");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param target the broker's port
   */
  LateRequests(int target) {
    this.target = target;
  }

  void deliver(byte[] frame, int afterMs) {
    later.schedule(() -> deliver(frame), afterMs, TimeUnit.MILLISECONDS);
  }

  private void deliver(byte[] frame) {
    try (Socket broker = new Socket(InetAddress.getLoopbackAddress(), target)) {
      broker.setSoTimeout(1_000);
      broker.getOutputStream().write(frame);
      FaultyProxy.readFrame(new DataInputStream(broker.getInputStream()));
    } catch (IOException lost) {
      // It did not come late but never.
    }
  }

  /**
   * Keeps a request until the id's next transaction has begun.
   *
   * @param pretending whether an EndTxn names that transaction then, and not its own, as if the
   *     broker did not look
   */
  void holdForNext(TransactionalRequest request, boolean pretending) {
    if (!pretending || request.api() == ApiKeys.END_TXN) {
      held.put(request.transactionalId(), new Held(request, pretending));
    }
  }

  /** A request passes: it may begin the transaction that one is kept for. */
  void onRequest(TransactionalRequest passing) {
    Held waiting = held.get(passing.transactionalId());
    if (waiting != null
        && passing.api() == ApiKeys.PRODUCE
        && passing.isOfAnother(waiting.request())
        && held.remove(passing.transactionalId(), waiting)) {
      deliver(
          waiting.pretending() ? pretend(waiting.request(), passing) : frame(waiting), BEHIND_MS);
    }
  }

  private static byte[] frame(Held waiting) {
    return waiting.request().frame();
  }

  private static byte[] pretend(TransactionalRequest end, TransactionalRequest next) {
    EndTxnRequestData body = (EndTxnRequestData) end.body();
    return end.with(
        body.duplicate().setProducerId(next.producerId()).setProducerEpoch(next.epoch()));
  }

  /** Waits until nothing is on its way any more; what waits for a transaction comes now. */
  void settle() throws InterruptedException, ExecutionException {
    for (Held each : List.copyOf(held.values())) {
      deliver(frame(each), 0);
    }
    held.clear();
    later.schedule(() -> {}, 1_000, TimeUnit.MILLISECONDS).get();
  }

  void close() {
    later.shutdown();
    try {
      later.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
