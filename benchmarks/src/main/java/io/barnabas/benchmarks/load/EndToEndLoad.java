package io.barnabas.benchmarks.load;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.FetchRequest;
import io.barnabas.codec.message.FetchResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Records at an even pace, a request each with acks=all, and a consumer for each partition that
 * waits for them. Latencies count from when a record was due to be sent to when its consumer has
 * it.
 *
 * @param recordsPerSecond in all; each partition has a producer of its own
 */
public record EndToEndLoad(double recordsPerSecond) {
  private static final short FETCH_VERSION = 17;
  private static final int PARTITION_MAX_BYTES = 1 << 20;

  /**
   * Produces for {@code seconds}; the latencies are those of the records that have come by then.
   */
  public LoadResult run(int port, Topic topic, double seconds) throws Exception {
    return run(port, topic, seconds, new LatencyHistogram());
  }

  /**
   * The same.
   *
   * @param acknowledged gets how long each record took from when it was due to its acknowledgement
   */
  public LoadResult run(int port, Topic topic, double seconds, LatencyHistogram acknowledged)
      throws Exception {
    long[] offsets = new long[topic.partitions()];
    try (WireConnection connection = new WireConnection(port)) {
      // Of partitions that hold something already: what is empty is waited for.
      for (int partition = 0; partition < offsets.length; partition++) {
        offsets[partition] = fetch(connection, topic, partition, 0).highWatermark();
      }
    }
    long end = System.nanoTime() + (long) (seconds * 1e9);
    return Connections.run(
        port,
        2 * topic.partitions(),
        (index, connection, latencies) -> {
          int partition = index / 2;
          if (index % 2 == 0) {
            LatencyHistogram own = new LatencyHistogram();
            produce(connection, topic, partition, end, own);
            synchronized (acknowledged) {
              acknowledged.add(own);
            }
          } else {
            consume(connection, topic, partition, offsets[partition], end, latencies);
          }
          return 0;
        });
  }

  private void produce(
      WireConnection connection, Topic topic, int partition, long end, LatencyHistogram latencies)
      throws IOException {
    TimedBatch batch = new TimedBatch(topic, partition);
    long interval = (long) (1e9 * topic.partitions() / recordsPerSecond);
    long first = System.nanoTime() + partition * interval / topic.partitions();
    for (long due = first; due < end; due += interval) {
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      connection.send(batch.due(due));
      ProduceLoad.check(ProduceLoad.error(connection.receive()));
      latencies.record(System.nanoTime() - due);
    }
  }

  private static void consume(
      WireConnection connection,
      Topic topic,
      int partition,
      long offset,
      long end,
      LatencyHistogram latencies)
      throws IOException {
    long next = offset;
    while (System.nanoTime() < end) {
      FetchResponse.PartitionData data = fetch(connection, topic, partition, next);
      long now = System.nanoTime();
      if (data.records() instanceof ByteBufRecords records) {
        next = TimedBatch.read(records.content(), next, due -> latencies.record(now - due));
      }
    }
  }

  private static FetchResponse.PartitionData fetch(
      WireConnection connection, Topic topic, int partition, long offset) throws IOException {
    FetchRequest request =
        FetchRequest.builder()
            .maxWaitMs(500)
            .minBytes(1)
            .maxBytes(50 << 20)
            .sessionEpoch(-1)
            .topics(
                List.of(
                    FetchRequest.FetchTopic.builder()
                        .topicId(topic.id())
                        .partitions(
                            List.of(
                                FetchRequest.FetchPartition.builder()
                                    .partition(partition)
                                    .fetchOffset(offset)
                                    .partitionMaxBytes(PARTITION_MAX_BYTES)
                                    .build()))
                        .build()))
            .build();
    FetchResponse response =
        FetchResponse.read(
            connection.exchange(ApiKey.FETCH, FETCH_VERSION, request), FETCH_VERSION);
    FetchResponse.PartitionData data = response.responses().get(0).partitions().get(0);
    ProduceLoad.check(ErrorCode.ofCode(data.errorCode()));
    return data;
  }
}
