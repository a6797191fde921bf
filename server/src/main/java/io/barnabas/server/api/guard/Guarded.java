package io.barnabas.server.api.guard;

import io.barnabas.codec.Message;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.CloseConnection;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.access.Authorization;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A handler behind its guard. */
final class Guarded<Q extends Message, R extends Message> implements ApiHandler<Q, R> {
  private final ApiHandler<Q, R> handler;
  private final Guard<Q, R> guard;
  private final Authorization authorization;

  Guarded(ApiHandler<Q, R> handler, Guard<Q, R> guard, Authorization authorization) {
    this.handler = handler;
    this.guard = guard;
    this.authorization = authorization;
  }

  @Override
  public ApiSpec spec() {
    return handler.spec();
  }

  @Override
  public CompletionStage<@Nullable R> handle(RequestContext context, Q request) {
    Admission<Q, R> admission = guard.admit(authorization.of(context), request);
    if (admission instanceof Admission.Refused<Q, R> refused) {
      return CompletableFuture.completedFuture(refused.response());
    }
    Admission.Partial<Q, R> partial = (Admission.Partial<Q, R>) admission;
    return handler
        .handle(context, partial.request())
        .thenApply(
            response ->
                response == null
                    ? silence(partial.complaint())
                    : partial.completion().apply(response));
  }

  private @Nullable R silence(String complaint) {
    if (!complaint.isEmpty()) {
      throw new CloseConnection(complaint);
    }
    return null;
  }

  @Override
  public @Nullable R onFailure(RequestContext context, Q request) {
    return handler.onFailure(context, request);
  }

  @Override
  public @Nullable R onUnsupportedVersion() {
    return handler.onUnsupportedVersion();
  }
}
