package io.barnabas.benchmarks.pieces;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.Records;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.FetchResponse;
import io.barnabas.server.network.OutboundFrame;
import io.barnabas.server.network.ResponseEncoder;
import io.barnabas.storage.log.ReadOutcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
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
 * The answer to a fetch put together as it goes to the socket: what was found in the log, between
 * the fields around it. Up to 64 KiB are read from the file for that; more is left to the kernel.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FetchAnswerBenchmark {
  private static final short VERSION = 17;
  private static final Uuid TOPIC = new Uuid(1, 2);
  private static final int BATCH_BYTES = 1_024;
  private static final int BATCHES = 8_192;

  @Param({"1024", "65536", "1048576"})
  public int fetchBytes;

  private final ResponseEncoder encoder = new ResponseEncoder(PooledByteBufAllocator.DEFAULT);

  @SuppressWarnings("NullAway.Init") // JMH does.
  private Store store;

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

  @Benchmark
  public long answer() {
    long end = store.log().logEndOffset();
    ReadOutcome found = store.log().read(0, end, fetchBytes, true);
    if (!(found instanceof ReadOutcome.LogSlice slice)) {
      throw new IllegalStateException(String.valueOf(found));
    }
    OutboundFrame frame = encoder.encode(ApiKey.FETCH, VERSION, 1, response(slice.records(), end));
    slice.records().release();
    long bytes = frame.bytes();
    frame.release();
    return bytes;
  }

  private static FetchResponse response(Records records, long end) {
    FetchResponse.PartitionData data =
        FetchResponse.PartitionData.builder()
            .highWatermark(end)
            .lastStableOffset(end)
            .records(records)
            .build();
    return FetchResponse.builder()
        .responses(
            List.of(
                FetchResponse.FetchableTopicResponse.builder()
                    .topicId(TOPIC)
                    .partitions(List.of(data))
                    .build()))
        .build();
  }
}
