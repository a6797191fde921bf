package io.barnabas.server.network;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.CompletableFuture;

/**
 * The end of one connection of a broker that stops. No more requests are started, those under way
 * are answered, and the client is told that nothing more is to come. It is left to the client to
 * close then, when it has read its answers: closing while there are bytes that we have not read
 * would take back what it has not read yet. Confined to the connection's event loop.
 */
final class Leaving {
  private final Channel channel;
  private final Connection connection;
  private final CompletableFuture<Void> answered = new CompletableFuture<>();

  private Leaving(Channel channel, Connection connection) {
    this.channel = channel;
    this.connection = connection;
  }

  /**
   * Begins. Any thread.
   *
   * @return completes when everything is answered and sent, or the connection has ended
   */
  static CompletableFuture<Void> begin(Channel channel, Connection connection) {
    Leaving leaving = new Leaving(channel, connection);
    channel.closeFuture().addListener(closed -> leaving.answered.complete(null));
    channel.eventLoop().execute(leaving::begin);
    return leaving.answered;
  }

  private void begin() {
    // What arrives from here on is dropped, so that nothing stays unread.
    channel.config().setAutoRead(true);
    connection.leave(this::go);
  }

  private void go() {
    if (channel instanceof DuplexChannel duplex
        && channel.pipeline().get(SslHandler.class) == null) {
      duplex.shutdownOutput();
      answered.complete(null);
    } else {
      channel.close();
    }
  }
}
