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
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Those in front of the doors while others work: connections that say nothing, connections that
 * announce a large request and send a byte of it each second, and clients that come, ask for the
 * versions and go. They know nothing of each other: each slow one has a moment of its own in the
 * second, and those that come do so at random.
 */
public final class Crowd implements AutoCloseable {
  private static final short VERSION = 3;
  private static final int ANSWER_BYTES = 16 * 1024;
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOMENTS = 1;
  private static final int ARRIVALS = 2;

  /**
   * Who is in it.
   *
   * @param idle connections that say nothing
   * @param slow connections that send a request bit by bit
   * @param announcedBytes how long each of them says it will be
   * @param dripsPerSecond bytes each of them sends
   * @param passingPerSecond clients that come and go
   */
  public record Size(
      int idle, int slow, int announcedBytes, int dripsPerSecond, int passingPerSecond) {}

  private final int port;
  private final Size size;
  private final IdleConnections idle;
  private final List<SocketChannel> slow = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final ByteBuffer request =
      Frames.encode(
          ApiKey.API_VERSIONS,
          VERSION,
          0,
          ApiVersionsRequest.builder()
              .clientSoftwareName("load")
              .clientSoftwareVersion("1")
              .build());
  private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER_BYTES);
  private final AtomicLong passed = new AtomicLong();

  private Crowd(int port, Size size, IdleConnections idle) {
    this.port = port;
    this.size = size;
    this.idle = idle;
  }

  /** Gathers them; returns once those that stay are there. */
  public static Crowd gather(int port, Size size) throws IOException {
    Crowd crowd = new Crowd(port, size, IdleConnections.open(port, size.idle));
    try {
      for (int i = 0; i < size.slow; i++) {
        crowd.slow.add(crowd.announce());
      }
    } catch (IOException e) {
      crowd.close();
      throw e;
    }
    crowd.threads.execute(crowd::drip);
    crowd.threads.execute(crowd::passBy);
    return crowd;
  }

  private SocketChannel announce() throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    ByteBuffer begin =
        ByteBuffer.allocate(12)
            .putInt(size.announcedBytes)
            .putShort(ApiKey.PRODUCE.id())
            .putShort((short) 9)
            .putInt(1)
            .flip();
    channel.write(begin);
    channel.configureBlocking(false);
    return channel;
  }

  /**
   * All at the same moment would be a burst that clients have no reason for, and at even distances
   * they would keep step with whoever else does something so often.
   */
  private void drip() {
    long turnNanos = SECOND_NANOS / size.dripsPerSecond;
    long[] moments = new Random(MOMENTS).longs(slow.size(), 0, turnNanos).sorted().toArray();
    ByteBuffer one = ByteBuffer.allocateDirect(1);
    for (long turn = System.nanoTime(); waitUntil(turn); turn += turnNanos) {
      for (int i = 0; i < moments.length && waitUntil(turn + moments[i]); i++) {
        try {
          slow.get(i).write(one.clear());
        } catch (IOException e) {
          // It has been sent away, which is right.
        }
      }
    }
  }

  private void passBy() {
    Random random = new Random(ARRIVALS);
    long next = System.nanoTime();
    while (waitUntil(next)) {
      pass();
      next += (long) (random.nextExponential() * SECOND_NANOS / size.passingPerSecond);
    }
  }

  /** False if there is nothing to wait for any more. */
  private static boolean waitUntil(long nanos) {
    for (long left = nanos - System.nanoTime();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return !Thread.currentThread().isInterrupted();
  }

  private void pass() {
    try (SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      channel.write(request.rewind());
      answer.clear();
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
