package io.barnabas.benchmarks.pieces;

import io.barnabas.storage.index.OffsetIndex;
import io.barnabas.storage.index.TimeIndex;
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
import org.openjdk.jmh.annotations.Warmup;

/** Where in a segment to begin: by offset, and by time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class IndexLookupBenchmark {
  private static final int BYTES_PER_ENTRY = 4_096;
  private static final int OFFSETS_PER_ENTRY = 40;

  /** The last is what a segment of 1 GiB has. */
  @Param({"1024", "262144"})
  public int entries;

  private OffsetIndex offsets = new OffsetIndex();
  private TimeIndex times = new TimeIndex();
  private SplittableRandom random = new SplittableRandom(1);

  @Setup
  public void fill() {
    for (int i = 1; i <= entries; i++) {
      offsets.append(i * OFFSETS_PER_ENTRY, i * BYTES_PER_ENTRY);
      times.maybeAppend(i, i * OFFSETS_PER_ENTRY);
    }
  }

  @Benchmark
  public int byOffset() {
    return offsets.positionFor(random.nextInt(entries * OFFSETS_PER_ENTRY));
  }

  @Benchmark
  public int byTime() {
    return times.offsetBefore(random.nextInt(entries));
  }
}
