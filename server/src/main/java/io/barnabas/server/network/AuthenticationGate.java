package io.barnabas.server.network;

import io.barnabas.codec.ApiKey;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.authentication.Identity;
import io.barnabas.server.authentication.SaslSession;
import io.barnabas.server.authentication.SaslSession.Outcome;
import io.barnabas.server.authentication.SaslSession.Stage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lets through, until the client has proven who it is, only what it needs for that (KIP-43,
 * KIP-152), and nothing but a new proof once the one it gave has ended (KIP-368); whoever asks for
 * anything else is disconnected. Tokens of clients that send them without headers, as those before
 * Apache Kafka 1.0 do, are taken here. One connection's; its event loop.
 */
final class AuthenticationGate implements RequestRouter {
  private static final String GSSAPI = "GSSAPI";

  private final RequestRouter router;
  private final SaslSession session;
  private final Runnable onExpired;
  private boolean first = true;

  /**
   * In front of a router.
   *
   * @param onExpired told when the client is disconnected since its proof has ended
   */
  AuthenticationGate(RequestRouter router, SaslSession session, Runnable onExpired) {
    this.router = router;
    this.session = session;
    this.onExpired = onExpired;
  }

  @Override
  public ApiSpec.Overlap overlap(short apiKey) {
    return session.stage() == Stage.PROVEN ? router.overlap(apiKey) : ApiSpec.Overlap.NONE;
  }

  @Override
  public CompletionStage<Reply> route(ClientConnection connection, ByteBuf frame) {
    boolean isFirst = first;
    first = false;
    @Nullable ApiKey key = ApiKey.ofId(RequestHeaders.key(frame));
    return switch (session.stage()) {
      case PROVEN ->
          session.isExpired() && !(key == ApiKey.SASL_HANDSHAKE && session.mayBeginAgain())
              ? expired()
              : router.route(connection, frame);
      case BEFORE_HANDSHAKE ->
          key == ApiKey.API_VERSIONS || key == ApiKey.SASL_HANDSHAKE
              ? router.route(connection, frame)
              : withoutHandshake(connection, frame, key, isFirst);
      case TOKENS ->
          key == ApiKey.SASL_AUTHENTICATE ? router.route(connection, frame) : withoutToken(key);
      case RAW_TOKENS -> raw(connection, frame);
      case FAILED -> done(new Reply.Close("it has failed to prove who it is"));
    };
  }

  private CompletionStage<Reply> expired() {
    onExpired.run();
    return done(new Reply.Close("what it has proven itself with has expired"));
  }

  /** Clients of Apache Kafka 0.9 begin with a token of Kerberos, and nothing before. */
  private CompletionStage<Reply> withoutHandshake(
      ClientConnection connection, ByteBuf frame, @Nullable ApiKey key, boolean isFirst) {
    boolean kerberos = isFirst && key == null && session.listener().names().contains(GSSAPI);
    return kerberos && session.handshake(GSSAPI, true)
        ? raw(connection, frame)
        : late(refusalOf(key, "handshake"));
  }

  private CompletionStage<Reply> withoutToken(@Nullable ApiKey key) {
    session.fail();
    return late(refusalOf(key, "authentication"));
  }

  private static String refusalOf(@Nullable ApiKey key, String during) {
    return (key == null ? "something that is no request" : "a request of type " + key.wireName())
        + " during SASL "
        + during;
  }

  private CompletionStage<Reply> raw(ClientConnection connection, ByteBuf frame) {
    return session
        .take(ByteBufUtil.getBytes(frame))
        .thenApply(outcome -> reply(connection, outcome));
  }

  private Reply reply(ClientConnection connection, Outcome outcome) {
    if (outcome.refusal() != null) {
      return silence(String.valueOf(outcome.reason()));
    }
    Identity proven = outcome.proven();
    if (proven != null) {
      connection.authenticated(new ClientConnection.Principal("User", proven.name()));
    }
    if (outcome.token() == null) {
      return new Reply.Silence(0);
    }
    ByteBuf token = outcome.token().toByteBuf();
    ByteBuf answer = Unpooled.buffer(Integer.BYTES + token.readableBytes());
    answer.writeInt(token.readableBytes()).writeBytes(token);
    return new Reply.Answer(new OutboundFrame(List.of(answer), answer.readableBytes()), 0);
  }

  /** Ends the connection after a while, so that it is not tried again at once. */
  private CompletionStage<Reply> late(String reason) {
    return done(silence(reason));
  }

  private Reply silence(String reason) {
    return new Reply.Farewell(
        new OutboundFrame(List.of(Unpooled.EMPTY_BUFFER), 0),
        session.listener().failureDelayMs(),
        reason);
  }

  private static CompletionStage<Reply> done(Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
