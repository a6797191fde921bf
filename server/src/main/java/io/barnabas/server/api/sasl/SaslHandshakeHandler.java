package io.barnabas.server.api.sasl;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.SaslHandshakeRequest;
import io.barnabas.codec.message.SaslHandshakeResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.CloseConnection;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.authentication.LoggedName;
import io.barnabas.server.authentication.SaslSession;
import io.barnabas.server.authentication.SaslSession.Stage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * SaslHandshake (key 17), versions 0-1: by which mechanism a client proves who it is, for the first
 * time or once more (KIP-368).
 *
 * <ul>
 *   <li>v1: tokens come in SaslAuthenticate, no longer without headers (KIP-152)
 * </ul>
 */
public final class SaslHandshakeHandler
    implements ApiHandler<SaslHandshakeRequest, SaslHandshakeResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.SASL_HANDSHAKE);

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable SaslHandshakeResponse> handle(
      RequestContext context, SaslHandshakeRequest request) {
    SaslSession session = context.connection().sasl();
    if (session == null || session.stage() != Stage.BEFORE_HANDSHAKE && !session.mayBeginAgain()) {
      return CompletableFuture.completedFuture(response(ErrorCode.ILLEGAL_SASL_STATE, List.of()));
    }
    List<String> enabled = session.listener().names();
    if (session.handshake(request.mechanism(), context.version() == 0)) {
      return CompletableFuture.completedFuture(response(ErrorCode.NONE, enabled));
    }
    return CompletableFuture.failedFuture(
        new CloseConnection(
            "it asked for the SASL mechanism "
                + LoggedName.of(request.mechanism())
                + ", which is not enabled",
            response(ErrorCode.UNSUPPORTED_SASL_MECHANISM, enabled),
            session.listener().failureDelayMs()));
  }

  private static SaslHandshakeResponse response(ErrorCode error, List<String> mechanisms) {
    return SaslHandshakeResponse.builder().errorCode(error.code()).mechanisms(mechanisms).build();
  }
}
