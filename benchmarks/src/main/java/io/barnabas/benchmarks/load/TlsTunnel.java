package io.barnabas.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * Encrypts on the way to a broker on this machine, so that loads need not: they connect to {@link
 * #port}. Trusts whoever answers. By the JDK's engine and with the cipher suite that Java clients
 * put first, so that every broker encrypts with the same.
 */
public final class TlsTunnel implements AutoCloseable {
  private static final List<String> CIPHERS = List.of("TLS_AES_256_GCM_SHA384");

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final SslContext tls;
  private final int brokerPort;
  private final Channel acceptor;

  public TlsTunnel(int brokerPort) throws SSLException {
    this.brokerPort = brokerPort;
    this.tls =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3")
            .ciphers(CIPHERS)
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm(null)
            .build();
    this.acceptor =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel near) {
                    connect(near);
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  /** Where to connect to. */
  public int port() {
    return ((InetSocketAddress) acceptor.localAddress()).getPort();
  }

  private void connect(Channel near) {
    ChannelFuture far =
        new Bootstrap()
            .group(near.eventLoop())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(tls.newHandler(channel.alloc()), new Relay(near));
                  }
                })
            .connect(InetAddress.getLoopbackAddress(), brokerPort);
    near.pipeline().addLast(new Relay(far.channel()));
    far.addListener(
        connected -> {
          if (connected.isSuccess()) {
            near.config().setAutoRead(true);
          } else {
            near.close();
          }
        });
  }

  @Override
  public void close() {
    acceptor.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** Hands on what is read, as fast as the other side takes it. */
  private static final class Relay extends ChannelInboundHandlerAdapter {
    private final Channel other;

    Relay(Channel other) {
      this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      ChannelFuture written = other.write(bytes);
      if (!other.isWritable()) {
        context.channel().config().setAutoRead(false);
        written.addListener(done -> context.channel().config().setAutoRead(true));
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      other.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      other.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close().addListener(ChannelFutureListener.CLOSE);
      other.close();
    }
  }
}
