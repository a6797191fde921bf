package io.barnabas.server.api.telemetry;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.PushTelemetryRequest;
import io.barnabas.codec.message.PushTelemetryResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.telemetry.ClientTelemetry;
import io.barnabas.server.telemetry.TelemetryClient;
import io.barnabas.server.telemetry.TelemetryFault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** PushTelemetry (key 72), version 0: takes a client's metrics (KIP-714). */
public final class PushTelemetryHandler
    implements ApiHandler<PushTelemetryRequest, PushTelemetryResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.PUSH_TELEMETRY);

  private final ClientTelemetry telemetry;
  private final Executor pool;

  /**
   * A handler.
   *
   * @param pool unpacks what was pushed, which would hold up an event loop
   */
  public PushTelemetryHandler(ClientTelemetry telemetry, Executor pool) {
    this.telemetry = telemetry;
    this.pool = pool;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable PushTelemetryResponse> handle(
      RequestContext context, PushTelemetryRequest request) {
    if (request.clientInstanceId().equals(Uuid.ZERO)) {
      return CompletableFuture.completedFuture(
          answer(TelemetryErrors.of(TelemetryFault.INVALID_REQUEST)));
    }
    TelemetryClient client = TelemetryErrors.client(context, request.clientInstanceId());
    return CompletableFuture.supplyAsync(
        () ->
            answer(
                TelemetryErrors.of(
                    telemetry.push(
                        client,
                        request.subscriptionId(),
                        request.compressionType(),
                        request.terminating(),
                        request.metrics().toByteArray()))),
        pool);
  }

  private static PushTelemetryResponse answer(ErrorCode error) {
    return PushTelemetryResponse.builder().errorCode(error.code()).build();
  }

  @Override
  public PushTelemetryResponse onFailure(RequestContext context, PushTelemetryRequest request) {
    return answer(ErrorCode.UNKNOWN_SERVER_ERROR);
  }
}
