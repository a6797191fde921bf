package io.barnabas.server.network;

import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.config.NetworkConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Furnishes the connections accepted on one listener. Called on the event loop of each. */
@ChannelHandler.Sharable
final class ConnectionInitializer extends ChannelInitializer<Channel> {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final String listenerName;
  private final NetworkConfig config;
  private final Supplier<RequestRouter> router;
  private final RequestMemory memory;
  private final ConnectionLimits limits;
  private final ToIntFunction<InetAddress> waitMs;
  private final ChannelGroup connections;
  private final LongSupplier nanoTime;
  private final LogThrottle noisy;
  private final AtomicLong count = new AtomicLong();

  ConnectionInitializer(
      String listenerName,
      NetworkConfig config,
      Supplier<RequestRouter> router,
      RequestMemory memory,
      ConnectionLimits limits,
      ToIntFunction<InetAddress> waitMs,
      ChannelGroup connections,
      LongSupplier nanoTime) {
    this.listenerName = listenerName;
    this.config = config;
    this.router = router;
    this.memory = memory;
    this.limits = limits;
    this.waitMs = waitMs;
    this.connections = connections;
    this.nanoTime = nanoTime;
    this.noisy = new LogThrottle(LOG, nanoTime);
  }

  @Override
  protected void initChannel(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)
        || !(channel.localAddress() instanceof InetSocketAddress local)) {
      channel.close(); // Gone before it was accepted.
      return;
    }
    boolean allowed = limits.opened(remote.getAddress());
    channel.closeFuture().addListener(closed -> limits.closed(remote.getAddress()));
    if (!allowed) {
      noisy.warn(
          "Refused a connection from "
              + remote.getAddress().getHostAddress()
              + ": max.connections.per.ip");
      channel.close();
      return;
    }
    int wait = waitMs.applyAsInt(remote.getAddress());
    if (wait > 0) {
      // Held for a while, so that a client that tries again at once is slowed down.
      channel.config().setAutoRead(false);
      channel.eventLoop().schedule(() -> channel.close(), wait, TimeUnit.MILLISECONDS);
      noisy.warn(
          "Refused a connection from "
              + remote.getAddress().getHostAddress()
              + ": its connection_creation_rate");
      return;
    }
    FrameAssembler assembler = new FrameAssembler(channel.alloc(), config.maxRequestBytes());
    channel.config().setRecvByteBufAllocator(new FrameReceiveAllocator(assembler));
    String id = id(local, remote);
    ClientConnection client =
        new ClientConnection(
            id, listenerName, remote, local, channel::isActive, channel.eventLoop());
    Connection connection =
        new Connection(
            channel, client, assembler, router.get(), memory, config.inFlight(), noisy, nanoTime);
    channel.pipeline().addLast(connection);
    connections.add(channel);
    if (config.maxIdleMs() >= 0) {
      IdleWatch.start(
          channel, connection, TimeUnit.MILLISECONDS.toNanos(config.maxIdleMs()), nanoTime);
    }
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
