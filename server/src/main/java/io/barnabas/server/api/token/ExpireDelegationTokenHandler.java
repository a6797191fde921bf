package io.barnabas.server.api.token;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.ExpireDelegationTokenRequest;
import io.barnabas.codec.message.ExpireDelegationTokenResponse;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.ExpireDelegationToken;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.authentication.DelegationTokens;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * ExpireDelegationToken (key 40), versions 1-2: lets a token end, at once or later. For its owner
 * and those it has named to renew it.
 */
public final class ExpireDelegationTokenHandler
    implements ApiHandler<ExpireDelegationTokenRequest, ExpireDelegationTokenResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.EXPIRE_DELEGATION_TOKEN);

  private final TokenEnds ends;
  private final InstantSource clock;

  public ExpireDelegationTokenHandler(
      Controller controller, DelegationTokens tokens, InstantSource clock) {
    this.ends = new TokenEnds(controller, tokens);
    this.clock = clock;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable ExpireDelegationTokenResponse> handle(
      RequestContext context, ExpireDelegationTokenRequest request) {
    return ends.move(
            context,
            request.hmac(),
            (id, asker) ->
                new ExpireDelegationToken(id, asker, request.expiryTimePeriodMs(), clock.millis()))
        .thenApply(
            moved ->
                ExpireDelegationTokenResponse.builder()
                    .errorCode(moved.error().code())
                    .expiryTimestampMs(moved.expiresMs())
                    .build());
  }
}
