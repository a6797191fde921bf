package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.storage.file.FaultyFileSystem;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Logs whose appends wait for a sync share the threads; the test is the only one there is. */
final class SyncTurnsTest {
  private final Queue<Runnable> thread = new ArrayDeque<>();
  private final StoreFixture world = new StoreFixture(new FaultyFileSystem(), Path.of("/data"));
  private int appends;

  @AfterEach
  void close() throws Exception {
    world.close();
  }

  private CompletableFuture<AppendOutcome> append(PartitionLog log) {
    return log.appendAsLeader(
            Batches.batch(BatchOptions.DEFAULT, world.nowMs, "value"), AppendContext.client(0))
        .toCompletableFuture();
  }

  /** A producer that sends again as soon as it is answered, a hundred times. */
  private void neverPause(PartitionLog log) {
    append(log)
        .thenAccept(
            outcome -> {
              if (++appends < 100) {
                neverPause(log);
              }
            });
  }

  @Test
  void shouldSyncALogBehindOneWhoseProducersNeverPause() throws Exception {
    world.config = LogConfig.builder().flushMessages(1).build();
    world.syncExecutor = thread::add;
    LogStore store = world.open();
    PartitionLog busy = store.create(StoreFixture.ID, world.config);
    PartitionLog other = store.create(new PartitionId(new Uuid(7, 7), "payments", 0), world.config);
    neverPause(busy);
    CompletableFuture<AppendOutcome> waiting = append(other);
    assertFalse(waiting.isDone());

    thread.remove().run();
    thread.remove().run();

    assertTrue(waiting.isDone());
    assertTrue(appends < 100, "the other did not wait for all of them");
  }
}
