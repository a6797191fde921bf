package io.barnabas.server.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Something to be had by GET. */
public interface HttpPage {
  /** Called on the port's event loop; does not block. Completed by any thread. */
  CompletionStage<HttpAnswer> get(HttpAsked asked);

  /**
   * Another method than GET and HEAD; refused by pages that only tell something. As above.
   *
   * @param method in upper case
   * @param parameters what the address has behind its question mark, by name
   */
  default CompletionStage<HttpAnswer> change(String method, Map<String, List<String>> parameters) {
    return CompletableFuture.completedStage(HttpAnswer.plain(405, "only GET and HEAD"));
  }
}
