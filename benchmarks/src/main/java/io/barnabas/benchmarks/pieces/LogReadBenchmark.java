package io.barnabas.benchmarks.pieces;

import io.barnabas.storage.log.ReadOutcome;
import io.netty.buffer.ByteBuf;
import java.util.SplittableRandom;
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
 * What a fetch asks of a log of 512 MB: whether the range is in memory, the index lookup, the scan
 * to the batch, the range of the file. Sending it is the kernel's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LogReadBenchmark {
  private static final int BATCH_BYTES = 16_384;
  private static final int BATCHES = 32_768;

  @Param({"65536", "1048576"})
  public int fetchBytes;

  @SuppressWarnings("NullAway.Init") // JMH does.
  private Store store;

  private SplittableRandom random = new SplittableRandom(1);
  private long next;

  @Setup
  public void fill() throws Exception {
    store = new Store();
    ByteBuf batch = Batches.of(BATCH_BYTES);
    for (int i = 0; i < BATCHES; i++) {
      store.append(batch);
    }
    batch.release();
  }

  @TearDown
  public void close() throws Exception {
    store.close();
  }

  /** As a consumer that catches up. */
  @Benchmark
  public boolean inOrder() {
    long end = store.log().logEndOffset();
    next = next + 1_024 < end ? next + 1_024 : 0;
    return read(next, end);
  }

  /** As many consumers that each begin somewhere. */
  @Benchmark
  public boolean anywhere() {
    long end = store.log().logEndOffset();
    return read(random.nextLong(end), end);
  }

  private boolean read(long offset, long end) {
    boolean inMemory = store.log().isInMemory(offset, end, fetchBytes);
    ReadOutcome found = store.log().read(offset, end, fetchBytes, true);
    if (!(found instanceof ReadOutcome.LogSlice slice)) {
      throw new IllegalStateException(String.valueOf(found));
    }
    slice.records().release();
    return inMemory;
  }
}
