package io.barnabas.server.api.sasl;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.Bytes;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.SaslAuthenticateRequest;
import io.barnabas.codec.message.SaslAuthenticateResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.CloseConnection;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.authentication.Identity;
import io.barnabas.server.authentication.SaslSession;
import io.barnabas.server.authentication.SaslSession.Outcome;
import io.barnabas.server.authentication.SaslSession.Stage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * SaslAuthenticate (key 36), versions 0-2: a token of the mechanism that was agreed on (KIP-152).
 *
 * <ul>
 *   <li>v1: for how long the proof holds (KIP-368)
 *   <li>v2: flexible
 * </ul>
 */
public final class SaslAuthenticateHandler
    implements ApiHandler<SaslAuthenticateRequest, SaslAuthenticateResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.SASL_AUTHENTICATE);

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable SaslAuthenticateResponse> handle(
      RequestContext context, SaslAuthenticateRequest request) {
    ClientConnection connection = context.connection();
    SaslSession session = connection.sasl();
    if (session == null || session.stage() != Stage.TOKENS) {
      return CompletableFuture.completedFuture(
          refusal(
              ErrorCode.ILLEGAL_SASL_STATE,
              "SaslAuthenticate request received after successful authentication"));
    }
    return session
        .take(request.authBytes().toByteArray())
        .thenApply(outcome -> response(connection, session, outcome));
  }

  private static SaslAuthenticateResponse response(
      ClientConnection connection, SaslSession session, Outcome outcome) {
    if (outcome.refusal() != null) {
      throw new CloseConnection(
          String.valueOf(outcome.reason()),
          refusal(ErrorCode.SASL_AUTHENTICATION_FAILED, outcome.refusal()),
          session.listener().failureDelayMs());
    }
    Identity proven = outcome.proven();
    if (proven != null) {
      connection.authenticated(new ClientConnection.Principal("User", proven.name()));
    }
    return SaslAuthenticateResponse.builder()
        .authBytes(outcome.token() == null ? Bytes.EMPTY : outcome.token())
        .sessionLifetimeMs(outcome.lifetimeMs())
        .build();
  }

  private static SaslAuthenticateResponse refusal(ErrorCode error, String message) {
    return SaslAuthenticateResponse.builder().errorCode(error.code()).errorMessage(message).build();
  }
}
