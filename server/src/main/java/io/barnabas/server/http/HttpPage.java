package io.barnabas.server.http;

import java.util.concurrent.CompletionStage;

/** Something to be had by GET. */
public interface HttpPage {
  /** Called on the port's event loop; does not block. Completed by any thread. */
  CompletionStage<HttpAnswer> get();
}
