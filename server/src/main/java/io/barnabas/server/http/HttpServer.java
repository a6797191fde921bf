package io.barnabas.server.http;

import io.barnabas.server.config.Listener;
import io.barnabas.server.config.SettingCatalogue;
import io.barnabas.server.network.BindFailedException;
import io.barnabas.server.network.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The port and its event loop. Called by one thread at a time. */
public final class HttpServer implements AutoCloseable {
  private static final int REQUEST_BYTES_MAX = 16 << 10;
  private static final int CONNECTIONS_MAX = 100;
  private static final int SILENCE_SECONDS_MAX = 75;

  private final EventLoopGroup loop;
  private final Transport transport = Transport.best();
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /** The same, the oldest first; the event loop's. */
  private final Set<Channel> inOrder = new LinkedHashSet<>();

  private final Map<String, HttpPage> pages;
  private final Channel acceptor;

  private HttpServer(Listener listener, ThreadFactory threads, Map<String, HttpPage> pages) {
    this.pages = Map.copyOf(pages);
    this.loop = new MultiThreadIoEventLoopGroup(1, threads, transport.loops());
    try {
      this.acceptor = bind(listener);
    } catch (BindFailedException e) {
      loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw e;
    }
  }

  /**
   * Opens the port.
   *
   * @param pages what is to be had, by path
   * @throws BindFailedException if the system refuses it
   */
  public static HttpServer open(
      Listener listener, ThreadFactory threads, Map<String, HttpPage> pages) {
    return new HttpServer(listener, threads, pages);
  }

  private Channel bind(Listener listener) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    furnish(channel);
                  }
                });
    InetSocketAddress address =
        listener.host().isEmpty()
            ? new InetSocketAddress(listener.port())
            : new InetSocketAddress(listener.host(), listener.port());
    ChannelFuture binding = bootstrap.bind(address).awaitUninterruptibly();
    if (!binding.isSuccess()) {
      throw new BindFailedException(SettingCatalogue.HTTP_LISTENER, listener, binding.cause());
    }
    return binding.channel();
  }

  private void furnish(Channel channel) {
    if (inOrder.size() >= CONNECTIONS_MAX) {
      // The oldest, or whoever holds them all would keep those out who watch the broker.
      inOrder.iterator().next().close();
    }
    connections.add(channel);
    inOrder.add(channel);
    channel.closeFuture().addListener(closed -> inOrder.remove(channel));
    channel
        .pipeline()
        .addLast(
            new HttpServerCodec(),
            // Who announces too much is refused and disconnected, not refused again and again.
            new HttpObjectAggregator(REQUEST_BYTES_MAX, true),
            new HttpExchange(pages, SILENCE_SECONDS_MAX));
  }

  /** The port really bound. */
  public int port() {
    return ((InetSocketAddress) acceptor.localAddress()).getPort();
  }

  @Override
  public void close() {
    acceptor.close().awaitUninterruptibly();
    connections.close().awaitUninterruptibly();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
