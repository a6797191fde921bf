package io.barnabas.server.network;

import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.authentication.SaslSession;
import io.barnabas.server.config.Listener;
import io.barnabas.server.config.NetworkConfig;
import io.barnabas.server.tls.ListenerTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Furnishes the connections accepted on one listener. Called on the event loop of each. */
@ChannelHandler.Sharable
final class ConnectionInitializer extends ChannelInitializer<Channel> {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** How long a client may take to prove who it is. */
  private static final long PROOF_SECONDS = 60;

  private final Listener listener;
  private final @Nullable ListenerTls tls;
  private final @Nullable ReachedAddress reached;
  private final ConnectionParts parts;
  private final LogThrottle noisy;
  private final AtomicLong count = new AtomicLong();

  /**
   * For the connections of one listener.
   *
   * @param tls encrypts them; null if it is not to be
   * @param reached says where clients reach this broker; null if that is advertised
   */
  ConnectionInitializer(
      Listener listener,
      @Nullable ListenerTls tls,
      @Nullable ReachedAddress reached,
      ConnectionParts parts) {
    this.listener = listener;
    this.tls = tls;
    this.reached = reached;
    this.parts = parts;
    this.noisy = new LogThrottle(LOG, parts.nanoTime());
  }

  @Override
  protected void initChannel(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)
        || !(channel.localAddress() instanceof InetSocketAddress local)) {
      channel.close(); // Gone before it was accepted.
      return;
    }
    if (admits(channel, remote.getAddress())) {
      furnish(channel, local, remote);
    }
  }

  private boolean admits(Channel channel, InetAddress remote) {
    boolean allowed = parts.limits().opened(listener.name(), remote);
    channel.closeFuture().addListener(closed -> parts.limits().closed(listener.name(), remote));
    if (!allowed) {
      noisy.warn(
          "Refused a connection from " + remote.getHostAddress() + ": max.connections.per.ip");
      channel.close();
      return false;
    }
    int wait = parts.waitMs().applyAsInt(remote);
    if (wait > 0) {
      // Held for a while, so that a client that tries again at once is slowed down.
      channel.config().setAutoRead(false);
      channel.eventLoop().schedule(() -> channel.close(), wait, TimeUnit.MILLISECONDS);
      noisy.warn(
          "Refused a connection from "
              + remote.getHostAddress()
              + ": its connection_creation_rate");
      return false;
    }
    return true;
  }

  private void furnish(Channel channel, InetSocketAddress local, InetSocketAddress remote) {
    NetworkConfig config = parts.config();
    ClientConnection client =
        new ClientConnection(
            id(local, remote),
            listener.name(),
            listener.protocol(),
            remote,
            local,
            channel::isActive,
            channel.eventLoop());
    if (reached != null) {
      reached.note(client, null);
    }
    ProcessorMeter meter = parts.meters().of(listener.name(), channel.eventLoop());
    RequestRouter router = router(client, meter);
    FrameAssembler assembler = new FrameAssembler(channel.alloc(), () -> maxFrameBytes(client));
    if (tls == null) {
      channel.config().setRecvByteBufAllocator(new FrameReceiveAllocator(assembler));
    } else {
      encrypt(channel, tls, client, meter);
    }
    Connection connection = new Connection(channel, client, assembler, router, parts, noisy);
    channel.pipeline().addLast(connection);
    parts.connections().add(channel);
    boundProof(channel, client);
    if (config.maxIdleMs() >= 0) {
      IdleWatch.start(
          channel, connection, TimeUnit.MILLISECONDS.toNanos(config.maxIdleMs()), parts.nanoTime());
    }
  }

  private void encrypt(
      Channel channel, ListenerTls with, ClientConnection client, ProcessorMeter meter) {
    SslHandler engine = with.handler(channel.alloc());
    channel
        .pipeline()
        .addLast(
            engine,
            new ChunkedWriteHandler(),
            new TlsEvents(engine, with, client, meter, reached, noisy));
  }

  /** Answers one connection's requests; where clients are to prove who they are, that first. */
  private RequestRouter router(ClientConnection client, ProcessorMeter meter) {
    RequestRouter router = parts.router().get();
    if (!listener.protocol().usesSasl()) {
      return router;
    }
    SaslSession session = parts.sasl().apply(listener.name());
    session.tell(meter);
    client.proves(session);
    var unused = client.onClose(session::abandon);
    return new AuthenticationGate(router, session, meter::expired);
  }

  private int maxFrameBytes(ClientConnection client) {
    int max = parts.config().maxRequestBytes();
    SaslSession session = client.sasl();
    return session == null || client.isAuthenticated()
        ? max
        : Math.min(max, session.listener().maxReceiveBytes());
  }

  /** Whoever proves nothing holds a connection for a while, not as long as those who idle may. */
  private static void boundProof(Channel channel, ClientConnection client) {
    if (client.isAuthenticated()) {
      return;
    }
    Future<?> end =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  if (!client.isAuthenticated()) {
                    LOG.debug("Connection {} has not proven who it is in time", client.id());
                    channel.close();
                  }
                },
                PROOF_SECONDS,
                TimeUnit.SECONDS);
    channel.closeFuture().addListener(closed -> end.cancel(false));
  }

  private String id(InetSocketAddress local, InetSocketAddress remote) {
    return local.getAddress().getHostAddress()
        + ":"
        + local.getPort()
        + "-"
        + remote.getAddress().getHostAddress()
        + ":"
        + remote.getPort()
        + "-"
        + count.getAndIncrement();
  }
}
