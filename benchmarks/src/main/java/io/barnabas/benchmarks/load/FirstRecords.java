package io.barnabas.benchmarks.load;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One small record to every partition of many topics, a request each, repeated where a brand new
 * partition does not take it yet.
 *
 * @param connections share out the partitions
 * @param pipeline requests on their way per connection
 */
public record FirstRecords(int connections, int pipeline) {
  private static final int VALUE_BYTES = 100;

  /** Returns when all are acknowledged. */
  public LoadResult run(int port, List<Topic> topics) throws IOException {
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      rounds.add(new Round());
    }
    ByteBuf batch = batch();
    int next = 0;
    for (Topic topic : topics) {
      for (int partition = 0; partition < topic.partitions(); partition++) {
        rounds
            .get(next++ % connections)
            .open
            .add(ProduceLoad.frame(topic.id(), partition, batch, (short) -1));
      }
    }
    try (Pipelines<Round> pipelines = new Pipelines<>(port, pipeline, rounds)) {
      long start = System.nanoTime();
      LatencyHistogram latencies = pipelines.run(round -> !round.open.isEmpty());
      long nanos = System.nanoTime() - start;
      return new LoadResult((long) next * batch.readableBytes(), nanos, latencies);
    }
  }

  private static final class Round implements Pipeline.Exchange {
    private final Deque<ByteBuffer> open = new ArrayDeque<>();
    private final Deque<ByteBuffer> sent = new ArrayDeque<>();

    @Override
    public ByteBuffer request() {
      ByteBuffer frame = open.remove();
      sent.add(frame);
      return frame;
    }

    @Override
    public void answer(ByteBuf answer) {
      ByteBuffer frame = sent.remove();
      ErrorCode error = ProduceLoad.error(answer);
      if (error.isRetriable()) {
        open.add(frame);
      } else {
        ProduceLoad.check(error);
      }
    }
  }

  private static ByteBuf batch() {
    ByteBuf out = Unpooled.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(out, BatchOptions.DEFAULT)) {
      builder.append(
          System.currentTimeMillis(), null, Unpooled.wrappedBuffer(new byte[VALUE_BYTES]));
      builder.finish();
    }
    return out;
  }
}
