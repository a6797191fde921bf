package io.barnabas.benchmarks.pieces;

import io.barnabas.server.network.FrameAssembler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Requests cut out of what was received: alone in a read, and as a socket's reads of at most 64 KiB
 * bring a pipeline of them, where some begin in one read and end in another.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameBenchmark {
  private static final int READ_BYTES = 64 << 10;
  private static final int MAX_BYTES = 100 << 20;

  @Param({"128", "16384", "262144"})
  public int frameBytes;

  private final PooledByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
  private final FrameAssembler frames = new FrameAssembler(allocator, MAX_BYTES);

  @SuppressWarnings("NullAway.Init") // JMH does.
  private ByteBuf stream;

  @Setup
  public void encode() {
    int whole = Integer.BYTES + frameBytes;
    int count = Math.max(1, 4 * READ_BYTES / whole);
    stream = allocator.directBuffer(count * whole);
    for (int i = 0; i < count; i++) {
      stream.writeInt(frameBytes).writeZero(frameBytes);
    }
  }

  @TearDown
  public void release() {
    stream.release();
    frames.close();
  }

  /** A frame that is all a read has brought. */
  @Benchmark
  public int alone() {
    frames.offer(stream.retainedSlice(0, Integer.BYTES + frameBytes));
    return take();
  }

  /** Some 256 KiB of them; per frame it is that divided by how many there are. */
  @Benchmark
  public int pipelined() {
    int taken = 0;
    for (int at = 0; at < stream.readableBytes(); at += READ_BYTES) {
      // What a read brings lies in a buffer of its own, which the socket fills for nothing here.
      frames.offer(stream.retainedSlice(at, Math.min(READ_BYTES, stream.readableBytes() - at)));
      taken += take();
    }
    return taken;
  }

  private int take() {
    int taken = 0;
    while (frames.ready()) {
      ByteBuf frame = frames.take();
      taken += frame.readableBytes();
      frame.release();
    }
    return taken;
  }
}
