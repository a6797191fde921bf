package io.barnabas.server.network;

import io.barnabas.codec.ApiKey;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClientConnection;
import io.netty.buffer.ByteBuf;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lets through, until the client has proven who it is, only what it needs for that (KIP-43,
 * KIP-152); whoever asks for anything else is disconnected. Any thread.
 */
final class AuthenticationGate implements RequestRouter {
  private static final Set<ApiKey> BEFORE =
      EnumSet.of(ApiKey.API_VERSIONS, ApiKey.SASL_HANDSHAKE, ApiKey.SASL_AUTHENTICATE);

  private final RequestRouter router;

  AuthenticationGate(RequestRouter router) {
    this.router = router;
  }

  @Override
  public ApiSpec.Overlap overlap(short apiKey) {
    return router.overlap(apiKey);
  }

  @Override
  public CompletionStage<Reply> route(ClientConnection connection, ByteBuf frame) {
    @Nullable ApiKey key = ApiKey.ofId(frame.getShort(frame.readerIndex()));
    if (connection.isAuthenticated() || key != null && BEFORE.contains(key)) {
      return router.route(connection, frame);
    }
    return CompletableFuture.completedFuture(
        new Reply.Close(
            "a request with API key "
                + frame.getShort(frame.readerIndex())
                + " of a client that has not proven who it is"));
  }
}
