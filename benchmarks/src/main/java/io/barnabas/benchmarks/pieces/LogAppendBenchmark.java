package io.barnabas.benchmarks.pieces;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * A batch validated, stamped and written to the page cache. Each iteration has a log of its own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LogAppendBenchmark {
  @Param({"1024", "16384", "262144"})
  public int batchBytes;

  @SuppressWarnings("NullAway.Init") // JMH does.
  private Store store;

  @SuppressWarnings("NullAway.Init") // JMH does.
  private ByteBuf batch;

  @Setup(Level.Iteration)
  public void open() throws Exception {
    store = new Store();
    batch = Batches.of(batchBytes);
  }

  @TearDown(Level.Iteration)
  public void close() throws Exception {
    batch.release();
    store.close();
  }

  @Benchmark
  public void append() {
    store.append(batch);
  }
}
