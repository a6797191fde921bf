package io.barnabas.server.snapshot;

import io.barnabas.server.http.HttpAnswer;
import io.barnabas.server.http.HttpAsked;
import io.barnabas.server.http.HttpPage;
import io.barnabas.storage.snapshot.SnapshotException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots over HTTP: GET names those there are, POST takes one ({@code name}, and {@code topics}
 * separated by commas), DELETE deletes one. None is handed out, since nobody has to prove here who
 * they are, and none restored, since a broker that runs cannot replace its own data.
 */
public final class SnapshotsPage implements HttpPage {
  private static final int WAITING_MAX = 4;

  private final Executor looks;
  private final Executor copies;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile @Nullable Snapshots snapshots;

  /**
   * Refuses everything until it is told otherwise.
   *
   * @param looks where directories are looked at
   * @param copies where snapshots are taken and deleted, one at a time; each may take long
   */
  public SnapshotsPage(Executor looks, Executor copies) {
    this.looks = looks;
    this.copies = copies;
  }

  /** What is answered where somebody wants one restored. */
  public static HttpPage restore() {
    return new HttpPage() {
      private static final String WHY =
          "a running broker cannot replace its own data: stop it, then"
              + " bin/barnabas snapshot restore DIRECTORY server.properties";

      @Override
      public CompletionStage<HttpAnswer> get(HttpAsked asked) {
        return CompletableFuture.completedStage(HttpAnswer.plain(409, WHY));
      }

      @Override
      public CompletionStage<HttpAnswer> change(
          String method, Map<String, List<String>> parameters) {
        return CompletableFuture.completedStage(HttpAnswer.plain(409, WHY));
      }
    };
  }

  /** Opens the page. */
  public void serve(Snapshots taken) {
    snapshots = taken;
  }

  private interface Action {
    HttpAnswer run(Snapshots snapshots) throws IOException;
  }

  @Override
  public CompletionStage<HttpAnswer> get(HttpAsked asked) {
    return run(
        looks,
        each ->
            HttpAnswer.json(
                200,
                each.names().stream()
                    .map(SnapshotsPage::quoted)
                    .collect(Collectors.joining(",", "{\"snapshots\":[", "]}\n"))));
  }

  @Override
  public CompletionStage<HttpAnswer> change(String method, Map<String, List<String>> parameters) {
    String name = String.join("", parameters.getOrDefault("name", List.of()));
    List<String> topics =
        parameters.getOrDefault("topics", List.of()).stream()
            .flatMap(each -> Arrays.stream(each.split(",")))
            .map(String::trim)
            .filter(each -> !each.isEmpty())
            .toList();
    return switch (method) {
      case "POST" -> change(each -> HttpAnswer.json(201, text(each.create(name, topics))));
      case "DELETE" ->
          change(
              each ->
                  each.delete(name)
                      ? HttpAnswer.plain(200, "deleted " + name)
                      : HttpAnswer.plain(404, "there is no snapshot " + name));
      default -> HttpPage.super.change(method, parameters);
    };
  }

  private CompletionStage<HttpAnswer> change(Action action) {
    if (waiting.incrementAndGet() > WAITING_MAX) {
      waiting.decrementAndGet();
      return CompletableFuture.completedStage(
          HttpAnswer.plain(503, "others are being taken or deleted, and some wait: ask later"));
    }
    return run(copies, action).whenComplete((answer, failure) -> waiting.decrementAndGet());
  }

  private CompletionStage<HttpAnswer> run(Executor executor, Action action) {
    Snapshots open = snapshots;
    if (open == null) {
      return CompletableFuture.completedStage(
          HttpAnswer.plain(
              503,
              "no snapshots: the broker has not started yet, or barnabas.snapshot.dir is not set"));
    }
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return action.run(open);
          } catch (SnapshotException e) {
            return HttpAnswer.plain(400, String.valueOf(e.getMessage()));
          } catch (IOException e) {
            return HttpAnswer.plain(500, e.toString());
          }
        },
        executor);
  }

  private static String text(Snapshots.Taken taken) {
    return "{\"name\":"
        + quoted(taken.name())
        + ",\"path\":"
        + quoted(taken.path().toString())
        + ",\"topics\":"
        + taken.topics()
        + ",\"logs\":"
        + taken.logs()
        + ",\"bytes\":"
        + taken.bytes()
        + ",\"heldMs\":"
        + taken.heldMs()
        + ",\"tookMs\":"
        + taken.tookMs()
        + "}\n";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
