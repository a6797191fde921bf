package io.barnabas.server.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class OffsetWaitersTest {
  private final OffsetWaiters waiters = new OffsetWaiters();

  @Test
  void shouldTellThoseBelowTheHighWatermark() {
    CompletableFuture<Boolean> late = waiters.await(9).toCompletableFuture();
    CompletableFuture<Boolean> early = waiters.await(4).toCompletableFuture();

    waiters.passed(9);

    assertTrue(early.join());
    assertFalse(late.isDone());
    waiters.passed(10);
    assertTrue(late.join());
  }

  @Test
  void shouldTellAllThatTheLeaderResigned() {
    CompletableFuture<Boolean> waiter = waiters.await(4).toCompletableFuture();

    waiters.resigned();

    assertFalse(waiter.join());
  }

  @Test
  void shouldCountTheSlowestReplicaInSync() {
    InSyncEnds ends = new InSyncEnds(1, List.of(1, 2, 3));

    assertEquals(0, ends.lowest(10));
    ends.heard(2, 7);
    ends.heard(3, 8);
    ends.heard(4, 1);
    assertEquals(7, ends.lowest(10));
    ends.heard(2, 12);
    assertEquals(8, ends.lowest(10));
  }

  @Test
  void shouldFollowTheOwnLogWithoutOtherReplicas() {
    assertEquals(10, new InSyncEnds(1, List.of(1)).lowest(10));
  }
}
