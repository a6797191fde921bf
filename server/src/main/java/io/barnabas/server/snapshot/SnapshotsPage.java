package io.barnabas.server.snapshot;

import io.barnabas.server.http.HttpAnswer;
import io.barnabas.server.http.HttpPage;
import io.barnabas.storage.snapshot.SnapshotException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots over HTTP: GET names those there are, POST takes one ({@code name}, and {@code topics}
 * separated by commas), DELETE deletes one.
 */
public final class SnapshotsPage implements HttpPage {
  private final Executor executor;
  private volatile @Nullable Snapshots snapshots;

  /**
   * Refuses everything until it is told otherwise.
   *
   * @param executor where snapshots are taken, one at a time
   */
  public SnapshotsPage(Executor executor) {
    this.executor = executor;
  }

  /** Opens the page. */
  public void serve(Snapshots taken) {
    snapshots = taken;
  }

  private interface Action {
    HttpAnswer run(Snapshots snapshots) throws IOException;
  }

  @Override
  public CompletionStage<HttpAnswer> get() {
    return run(
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
      case "POST" -> run(each -> HttpAnswer.json(201, text(each.create(name, topics))));
      case "DELETE" ->
          run(
              each ->
                  each.delete(name)
                      ? HttpAnswer.plain(200, "deleted " + name)
                      : HttpAnswer.plain(404, "there is no snapshot " + name));
      default -> HttpPage.super.change(method, parameters);
    };
  }

  private CompletionStage<HttpAnswer> run(Action action) {
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
