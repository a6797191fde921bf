package io.barnabas.server.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.server.metrics.Delays;
import io.barnabas.server.partition.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FetchWaitTest {
  private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
  private final List<String> ends = new ArrayList<>();
  private final FakeClient client = new FakeClient();
  private final Delays delays = new Delays();
  private final FetchWait wait =
      new FetchWait(
          1,
          Isolation.READ_UNCOMMITTED,
          client,
          () -> ends.add("completed"),
          () -> ends.add("abandoned"),
          delays);

  private static final class FakeClient implements FetchClient {
    private final List<Runnable> hooks = new ArrayList<>();
    private boolean gone;

    @Override
    public Executor executor() {
      return Runnable::run;
    }

    @Override
    public Runnable onGone(Runnable hook) {
      if (gone) {
        hook.run();
      } else {
        hooks.add(hook);
      }
      return () -> hooks.remove(hook);
    }

    private void leave() {
      gone = true;
      List.copyOf(hooks).forEach(Runnable::run);
    }
  }

  @BeforeEach
  void removeWhatIsCancelled() {
    scheduler.setRemoveOnCancelPolicy(true);
  }

  @AfterEach
  void stop() {
    scheduler.shutdownNow();
  }

  @Test
  void shouldEndWhenTheClientLeavesHoweverLongItWouldHaveWaited() {
    wait.begin(Integer.MAX_VALUE, scheduler);

    client.leave();

    assertEquals(List.of("abandoned"), ends);
    assertTrue(scheduler.getQueue().isEmpty());
    assertTrue(client.hooks.isEmpty());
  }

  @Test
  void shouldEndAtOnceWhenTheClientHasLeftAlready() {
    client.leave();

    wait.begin(Integer.MAX_VALUE, scheduler);

    assertEquals(List.of("abandoned"), ends);
    assertTrue(scheduler.getQueue().isEmpty());
  }

  @Test
  void shouldLeaveNothingBehindWithTheClientWhenTheTimeIsUp() throws Exception {
    wait.begin(0, scheduler);
    scheduler.submit(() -> {}).get();

    client.leave();

    assertEquals(List.of("completed"), ends);
    assertTrue(client.hooks.isEmpty());
  }

  @Test
  void shouldCountThoseWhoseTimeWasUp() throws Exception {
    wait.begin(0, scheduler);
    scheduler.shutdown();
    assertTrue(scheduler.awaitTermination(30, TimeUnit.SECONDS));

    client.leave();

    assertEquals(List.of("completed"), ends);
    assertEquals(1, delays.expired().sum());
    assertEquals(0, delays.waiting().sum());
  }
}
