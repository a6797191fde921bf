package io.barnabas.benchmarks.load;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.ApiVersionsRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Those in front of the doors while others work: connections that say nothing, connections that
 * announce a large request and send a byte of it each second, and clients that come, ask for the
 * versions and go.
 */
public final class Crowd implements AutoCloseable {
  private static final int ANNOUNCED_BYTES = 100_000_000;
  private static final short VERSION = 3;
  private static final int ANSWER_BYTES = 16 * 1024;

  private final int port;
  private final IdleConnections idle;
  private final List<SocketChannel> slow = new ArrayList<>();
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final AtomicLong passed = new AtomicLong();

  private Crowd(int port, IdleConnections idle) {
    this.port = port;
    this.idle = idle;
  }

  /** Gathers them; returns once those that stay are there. */
  public static Crowd gather(int port, int idle, int slow, int passingPerSecond)
      throws IOException {
    Crowd crowd = new Crowd(port, IdleConnections.open(port, idle));
    try {
      for (int i = 0; i < slow; i++) {
        crowd.slow.add(crowd.announce());
      }
    } catch (IOException e) {
      crowd.close();
      throw e;
    }
    var drips = crowd.threads.scheduleAtFixedRate(crowd::drip, 1, 1, TimeUnit.SECONDS);
    var passes =
        crowd.threads.scheduleAtFixedRate(
            crowd::pass, 0, 1_000_000 / passingPerSecond, TimeUnit.MICROSECONDS);
    if (drips.isCancelled() || passes.isCancelled()) {
      throw new IllegalStateException("the crowd has gone at once");
    }
    return crowd;
  }

  private SocketChannel announce() throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    ByteBuffer begin =
        ByteBuffer.allocate(12)
            .putInt(ANNOUNCED_BYTES)
            .putShort(ApiKey.PRODUCE.id())
            .putShort((short) 9)
            .putInt(1)
            .flip();
    channel.write(begin);
    channel.configureBlocking(false);
    return channel;
  }

  private void drip() {
    for (SocketChannel channel : slow) {
      try {
        channel.write(ByteBuffer.allocate(1));
      } catch (IOException e) {
        // It has been sent away, which is right.
      }
    }
  }

  private void pass() {
    try (SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      ApiVersionsRequest request =
          ApiVersionsRequest.builder()
              .clientSoftwareName("load")
              .clientSoftwareVersion("1")
              .build();
      channel.write(Frames.encode(ApiKey.API_VERSIONS, VERSION, 0, request));
      ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
      while (channel.read(answer) >= 0
          && (answer.position() < 4 || answer.position() < 4 + answer.getInt(0))) {
        // The rest of the answer is to come.
      }
      passed.incrementAndGet();
    } catch (IOException e) {
      // Nobody counts this one.
    }
  }

  /** How many have come, got their answer and gone. */
  public long passed() {
    return passed.get();
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (SocketChannel channel : slow) {
      channel.close();
    }
    idle.close();
  }
}
