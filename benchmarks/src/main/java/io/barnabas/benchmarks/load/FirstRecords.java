package io.barnabas.benchmarks.load;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.codec.message.ProduceRequest;
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
  private static final short VERSION = 13;
  private static final int VALUE_BYTES = 100;

  private record Place(Topic topic, int partition) {}

  private record Sent(Place place, long nanos) {}

  /** Returns when all are acknowledged. */
  public LoadResult run(int port, List<Topic> topics) throws Exception {
    List<Place> places = new ArrayList<>();
    for (Topic topic : topics) {
      for (int partition = 0; partition < topic.partitions(); partition++) {
        places.add(new Place(topic, partition));
      }
    }
    return Connections.run(
        port,
        connections,
        (index, connection, latencies) -> {
          Deque<Place> open = new ArrayDeque<>();
          for (int i = index; i < places.size(); i += connections) {
            open.add(places.get(i));
          }
          return produce(connection, open, latencies);
        });
  }

  private long produce(WireConnection connection, Deque<Place> open, LatencyHistogram latencies)
      throws IOException {
    ByteBuf batch = batch();
    Deque<Sent> sent = new ArrayDeque<>();
    long bytes = 0;
    while (!open.isEmpty() || !sent.isEmpty()) {
      if (!open.isEmpty() && sent.size() < pipeline) {
        Place place = open.remove();
        sent.add(new Sent(place, System.nanoTime()));
        connection.send(frame(place, batch));
      } else {
        Sent answered = sent.remove();
        ErrorCode error = ProduceLoad.error(connection.receive());
        if (error.isRetriable()) {
          open.add(answered.place);
        } else {
          ProduceLoad.check(error);
          latencies.record(System.nanoTime() - answered.nanos);
          bytes += batch.readableBytes();
        }
      }
    }
    return bytes;
  }

  private static ByteBuffer frame(Place place, ByteBuf batch) {
    ProduceRequest request =
        ProduceRequest.builder()
            .acks((short) -1)
            .timeoutMs(30_000)
            .topicData(
                List.of(
                    ProduceRequest.TopicProduceData.builder()
                        .topicId(place.topic.id())
                        .partitionData(
                            List.of(
                                new ProduceRequest.PartitionProduceData(
                                    place.partition, new ByteBufRecords(batch))))
                        .build()))
            .build();
    return Frames.encode(ApiKey.PRODUCE, VERSION, 0, request);
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
