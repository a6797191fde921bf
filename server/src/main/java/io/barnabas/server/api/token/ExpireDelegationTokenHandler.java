package io.barnabas.server.api.token;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.ExpireDelegationTokenRequest;
import io.barnabas.codec.message.ExpireDelegationTokenResponse;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.DelegationTokenReply;
import io.barnabas.metadata.controller.ExpireDelegationToken;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.authentication.DelegationTokens;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * ExpireDelegationToken (key 40), versions 1-2: lets a token end, at once or later. For its owner
 * and those it has named to renew it.
 */
public final class ExpireDelegationTokenHandler
    implements ApiHandler<ExpireDelegationTokenRequest, ExpireDelegationTokenResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.EXPIRE_DELEGATION_TOKEN);

  private final Controller controller;
  private final DelegationTokens tokens;
  private final InstantSource clock;

  public ExpireDelegationTokenHandler(
      Controller controller, DelegationTokens tokens, InstantSource clock) {
    this.controller = controller;
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable ExpireDelegationTokenResponse> handle(
      RequestContext context, ExpireDelegationTokenRequest request) {
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
            new ExpireDelegationToken(
                id,
                context.connection().principal().toString(),
                request.expiryTimePeriodMs(),
                clock.millis()))
        .thenApply(ExpireDelegationTokenHandler::response);
  }

  private static ExpireDelegationTokenResponse response(Answer<DelegationTokenReply> answer) {
    ErrorCode refusal = TokenRequests.refusal(answer);
    return refusal == null
        ? response(
            ErrorCode.NONE,
            Objects.requireNonNull(((Answer.Decided<DelegationTokenReply>) answer).reply().token())
                .expiresMs())
        : response(refusal, -1);
  }

  private static ExpireDelegationTokenResponse response(ErrorCode error, long expiresMs) {
    return ExpireDelegationTokenResponse.builder()
        .errorCode(error.code())
        .expiryTimestampMs(expiresMs)
        .build();
  }
}
