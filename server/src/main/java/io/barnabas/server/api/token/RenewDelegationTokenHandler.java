package io.barnabas.server.api.token;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.RenewDelegationTokenRequest;
import io.barnabas.codec.message.RenewDelegationTokenResponse;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.RenewDelegationToken;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.authentication.DelegationTokens;
import io.barnabas.server.config.DelegationTokenConfig;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * RenewDelegationToken (key 39), versions 1-2: lets a token hold for longer, up to its greatest
 * age. For its owner and those it has named to renew it.
 */
public final class RenewDelegationTokenHandler
    implements ApiHandler<RenewDelegationTokenRequest, RenewDelegationTokenResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.RENEW_DELEGATION_TOKEN);

  private final TokenEnds ends;
  private final DelegationTokenConfig config;
  private final InstantSource clock;

  public RenewDelegationTokenHandler(
      Controller controller,
      DelegationTokens tokens,
      DelegationTokenConfig config,
      InstantSource clock) {
    this.ends = new TokenEnds(controller, tokens);
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
    return ends.move(
            context,
            request.hmac(),
            (id, asker) ->
                new RenewDelegationToken(
                    id,
                    asker,
                    request.renewPeriodMs() > 0
                        ? Math.min(config.expiryMs(), request.renewPeriodMs())
                        : config.expiryMs(),
                    clock.millis()))
        .thenApply(
            moved ->
                RenewDelegationTokenResponse.builder()
                    .errorCode(moved.error().code())
                    .expiryTimestampMs(moved.expiresMs())
                    .build());
  }
}
