package io.barnabas.server.api.telemetry;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.GetTelemetrySubscriptionsRequest;
import io.barnabas.codec.message.GetTelemetrySubscriptionsResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.telemetry.ClientSubscription;
import io.barnabas.server.telemetry.ClientTelemetry;
import io.barnabas.server.telemetry.TelemetryClient;
import io.barnabas.server.telemetry.TelemetryFault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * GetTelemetrySubscriptions (key 71), version 0: tells a client which metrics to push and how often
 * (KIP-714). One that has no instance id yet gets it here.
 */
public final class GetTelemetrySubscriptionsHandler
    implements ApiHandler<GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.GET_TELEMETRY_SUBSCRIPTIONS);

  private final ClientTelemetry telemetry;
  private final RandomGenerator random;

  /**
   * A handler.
   *
   * @param random makes instance ids; any thread
   */
  public GetTelemetrySubscriptionsHandler(ClientTelemetry telemetry, RandomGenerator random) {
    this.telemetry = telemetry;
    this.random = random;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable GetTelemetrySubscriptionsResponse> handle(
      RequestContext context, GetTelemetrySubscriptionsRequest request) {
    Uuid told = request.clientInstanceId();
    Uuid instanceId = told.equals(Uuid.ZERO) ? Uuid.random(random) : told;
    TelemetryClient client = TelemetryErrors.client(context, instanceId);
    ClientSubscription subscription = telemetry.subscription(client);
    TelemetryFault fault = telemetry.asks(client, subscription);
    return CompletableFuture.completedFuture(
        fault == TelemetryFault.NONE
            ? answer(instanceId, subscription)
            : refusal(TelemetryErrors.of(fault)));
  }

  private GetTelemetrySubscriptionsResponse answer(
      Uuid instanceId, ClientSubscription subscription) {
    return GetTelemetrySubscriptionsResponse.builder()
        .clientInstanceId(instanceId)
        .subscriptionId(subscription.id())
        .acceptedCompressionTypes(
            ClientTelemetry.COMPRESSIONS.stream().map(each -> (byte) each.id()).toList())
        .pushIntervalMs(subscription.intervalMs())
        .telemetryMaxBytes(telemetry.maxBytes())
        .deltaTemporality(true)
        .requestedMetrics(subscription.metrics())
        .build();
  }

  private static GetTelemetrySubscriptionsResponse refusal(ErrorCode error) {
    return GetTelemetrySubscriptionsResponse.builder().errorCode(error.code()).build();
  }

  @Override
  public GetTelemetrySubscriptionsResponse onFailure(
      RequestContext context, GetTelemetrySubscriptionsRequest request) {
    return refusal(ErrorCode.UNKNOWN_SERVER_ERROR);
  }
}
