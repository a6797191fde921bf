package io.barnabas.server.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.server.http.HttpAnswer;
import io.barnabas.server.http.HttpAsked;
import io.barnabas.server.http.HttpPage;
import io.barnabas.storage.file.NioFileSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a thread for copies that is busy for as long as the test wants. */
final class SnapshotsPageTest {
  private static final HttpAsked ASKED = new HttpAsked(Map.of(), false);

  @TempDir private Path directory;
  private final Queue<Runnable> copies = new ArrayDeque<>();
  private final SnapshotsPage page = new SnapshotsPage(Runnable::run, copies::add);

  @SuppressWarnings("NullAway") // No logs: nothing is taken here.
  private void serve() {
    page.serve(
        new Snapshots(
            new NioFileSystem(),
            directory,
            new Snapshots.Source(1, "castle", null, () -> null),
            RandomGenerator.getDefault(),
            InstantSource.system(),
            System::nanoTime));
  }

  private CompletionStage<HttpAnswer> change(String method, String name) {
    return page.change(method, Map.of("name", List.of(name)));
  }

  private static String told(CompletionStage<HttpAnswer> answered, int status) {
    CompletableFuture<HttpAnswer> answer = answered.toCompletableFuture();
    assertTrue(answer.isDone());
    assertEquals(status, answer.join().status());
    String text = answer.join().content().toString(StandardCharsets.UTF_8);
    answer.join().content().release();
    return text;
  }

  @Test
  void shouldTellWhatThereIsWhileOneIsBeingTaken() throws Exception {
    Files.createDirectories(directory.resolve("monday"));
    Files.writeString(directory.resolve("monday").resolve("snapshot.manifest"), "");
    serve();

    CompletableFuture<HttpAnswer> taken = change("POST", "tuesday").toCompletableFuture();

    assertEquals("{\"snapshots\":[\"monday\"]}\n", told(page.get(ASKED), 200));
    assertFalse(taken.isDone());
  }

  @Test
  void shouldLetNoMoreWaitThanItCanTell() {
    serve();
    for (int i = 0; i < 4; i++) {
      assertFalse(change("DELETE", "no" + i).toCompletableFuture().isDone());
    }
    assertTrue(told(change("DELETE", "one-more"), 503).contains("ask later"));

    copies.remove().run();

    assertFalse(change("DELETE", "another").toCompletableFuture().isDone());
    assertEquals(4, copies.size());
  }

  @Test
  void shouldSayHowToRestoreInsteadOfDoingIt() {
    HttpPage restore = SnapshotsPage.restore();
    assertTrue(told(restore.get(ASKED), 409).contains("stop it, then bin/barnabas"));
    assertTrue(told(restore.change("POST", Map.of()), 409).contains("stop it, then bin/barnabas"));
  }

  @Test
  void shouldRefuseEverythingUntilThereIsABroker() {
    assertTrue(told(page.get(ASKED), 503).contains("barnabas.snapshot.dir is not set"));
    assertTrue(told(change("POST", "x"), 503).contains("barnabas.snapshot.dir is not set"));
  }
}
