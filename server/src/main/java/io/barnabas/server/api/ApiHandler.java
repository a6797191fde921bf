package io.barnabas.server.api;

import io.barnabas.codec.Message;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Answers one API in all its served versions. One instance serves all connections.
 *
 * @param <Q> the request message
 * @param <R> the response message
 */
public interface ApiHandler<Q extends Message, R extends Message> {

  /** The API and the versions this handler answers; always the same value. */
  ApiSpec spec();

  /**
   * Answers a request. Called on the event loop of the connection, for each connection in the order
   * its requests arrived; must not block.
   *
   * <p>The records in the request belong to the frame, which the caller releases once the stage is
   * complete; whoever needs them for longer retains them. The records in the response pass to the
   * caller, which releases them on every path.
   *
   * @return completed by any thread, with the response, with null when the client expects none
   *     (Produce with acks=0), or exceptionally with {@link CloseConnection} to end the connection.
   *     Any other failure is a defect: it is logged with its stack trace and answered with {@link
   *     #onFailure}.
   */
  CompletionStage<@Nullable R> handle(RequestContext context, Q request);

  /**
   * The response for a request whose handling failed by a defect of ours, each of its parts saying
   * UNKNOWN_SERVER_ERROR; null closes the connection instead.
   */
  default @Nullable R onFailure(RequestContext context, Q request) {
    return null;
  }

  /**
   * The response, written as version 0, to a request of a version that is not served; null closes
   * the connection, as for every API but ApiVersions (KIP-511).
   */
  default @Nullable R onUnsupportedVersion() {
    return null;
  }
}
