package io.barnabas.server.api.token;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.RenewDelegationTokenRequest;
import io.barnabas.codec.message.RenewDelegationTokenResponse;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.DelegationTokenReply;
import io.barnabas.metadata.controller.RenewDelegationToken;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.authentication.DelegationTokens;
import io.barnabas.server.config.DelegationTokenConfig;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * RenewDelegationToken (key 39), versions 1-2: lets a token hold for longer, up to its greatest
 * age. For its owner and those it has named to renew it.
 */
public final class RenewDelegationTokenHandler
    implements ApiHandler<RenewDelegationTokenRequest, RenewDelegationTokenResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.RENEW_DELEGATION_TOKEN);

  private final Controller controller;
  private final DelegationTokens tokens;
  private final DelegationTokenConfig config;
  private final InstantSource clock;

  public RenewDelegationTokenHandler(
      Controller controller,
      DelegationTokens tokens,
      DelegationTokenConfig config,
      InstantSource clock) {
    this.controller = controller;
    this.tokens = tokens;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable RenewDelegationTokenResponse> handle(
      RequestContext context, RenewDelegationTokenRequest request) {
    ErrorCode refusal = TokenRequests.refusal(context, tokens);
    if (refusal != ErrorCode.NONE) {
      return CompletableFuture.completedFuture(response(refusal, -1));
    }
    String id = tokens.idOf(request.hmac());
    if (id == null) {
      return CompletableFuture.completedFuture(response(ErrorCode.DELEGATION_TOKEN_NOT_FOUND, -1));
    }
    return controller
        .submit(
            new RenewDelegationToken(
                id,
                context.connection().principal().toString(),
                request.renewPeriodMs() > 0
                    ? Math.min(config.expiryMs(), request.renewPeriodMs())
                    : config.expiryMs(),
                clock.millis()))
        .thenApply(RenewDelegationTokenHandler::response);
  }

  private static RenewDelegationTokenResponse response(Answer<DelegationTokenReply> answer) {
    ErrorCode refusal = TokenRequests.refusal(answer);
    return refusal == null
        ? response(
            ErrorCode.NONE,
            Objects.requireNonNull(((Answer.Decided<DelegationTokenReply>) answer).reply().token())
                .expiresMs())
        : response(refusal, -1);
  }

  private static RenewDelegationTokenResponse response(ErrorCode error, long expiresMs) {
    return RenewDelegationTokenResponse.builder()
        .errorCode(error.code())
        .expiryTimestampMs(expiresMs)
        .build();
  }
}
