package io.barnabas.server.network;

import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.ClientConnection.Principal;
import io.barnabas.server.authentication.SaslSession;
import io.barnabas.server.tls.ListenerTls;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one connection's handshake: who the client is by its certificate, or why the
 * connection ends. Confined to its event loop.
 */
final class TlsEvents extends ChannelInboundHandlerAdapter {
  /** A peer says what it likes: names in certificates may be long. */
  private static final int REASON_CHARS = 200;

  private final SslHandler engine;
  private final ListenerTls tls;
  private final ClientConnection client;
  private final SaslSession.Watcher watcher;
  private final @Nullable ReachedAddress reached;
  private final LogThrottle noisy;

  /**
   * What becomes of a handshake.
   *
   * @param watcher told of it where no other proof follows
   */
  TlsEvents(
      SslHandler engine,
      ListenerTls tls,
      ClientConnection client,
      SaslSession.Watcher watcher,
      @Nullable ReachedAddress reached,
      LogThrottle noisy) {
    this.engine = engine;
    this.tls = tls;
    this.client = client;
    this.watcher = watcher;
    this.reached = reached;
    this.noisy = noisy;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent completed) {
      if (completed.isSuccess()) {
        if (reached != null) {
          reached.note(client, engine.engine().getSession());
        }
        identify(context);
      } else if (!(completed.cause() instanceof ClosedChannelException)) {
        end(context, completed.cause());
      }
    }
    context.fireUserEventTriggered(event);
  }

  /** Where SASL follows, that says who the client is. */
  private void identify(ChannelHandlerContext context) {
    if (client.protocol().usesSasl()) {
      return;
    }
    try {
      String name = tls.principal(engine.engine().getSession());
      client.authenticated(name == null ? Principal.ANONYMOUS : new Principal("User", name));
      watcher.proofEnded(true, false);
    } catch (SSLPeerUnverifiedException | RuntimeException e) {
      end(context, e);
    }
  }

  private void end(ChannelHandlerContext context, Throwable cause) {
    watcher.proofEnded(false, false);
    noisy.warnOfEnd(client, "the TLS handshake failed: " + reason(cause));
    context.close();
  }

  private static String reason(Throwable cause) {
    if (cause instanceof NotSslRecordException) {
      return "the client does not speak TLS";
    }
    Throwable deepest = cause;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String words =
        deepest == cause ? cause.toString() : cause.getMessage() + ": " + deepest.getMessage();
    String printable = words.replaceAll("\\p{C}", "?");
    return printable.length() > REASON_CHARS ? printable.substring(0, REASON_CHARS) : printable;
  }

  /** Netty wraps what is wrong with the bytes of a peer as if it were wrong with us. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.fireExceptionCaught(
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause);
  }
}
