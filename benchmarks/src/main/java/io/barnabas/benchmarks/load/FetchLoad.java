package io.barnabas.benchmarks.load;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.message.FetchRequest;
import io.barnabas.codec.message.FetchResponse;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads partitions from the beginning, again and again, without a fetch session.
 *
 * @param partitionMaxBytes how much one request may bring
 */
public record FetchLoad(int connections, int partitionMaxBytes) {
  private static final short VERSION = 17;

  /** The Java consumer's defaults: 1 MiB per partition. */
  public static final FetchLoad DEFAULT = new FetchLoad(4, 1_048_576);

  /** Reads for {@code seconds}; connections share out the partitions. */
  public LoadResult run(int port, Topic topic, double seconds) throws Exception {
    return Connections.run(
        port,
        connections,
        (index, connection, latencies) -> {
          long end = System.nanoTime() + (long) (seconds * 1e9);
          long[] offsets = new long[topic.partitions()];
          long bytes = 0;
          for (int turn = 0; System.nanoTime() < end; turn++) {
            int partition = (index + turn * connections) % topic.partitions();
            long start = System.nanoTime();
            FetchResponse.PartitionData data =
                fetch(connection, topic, partition, offsets[partition]);
            latencies.record(System.nanoTime() - start);
            Brought brought = Brought.by(data);
            offsets[partition] = brought.nextOffset;
            bytes += brought.bytes;
          }
          return bytes;
        });
  }

  /**
   * Reads every partition once, from its beginning to where it ends.
   *
   * @param megabytesPerSecond not faster than this, over all connections; infinite for as fast as
   *     it goes
   */
  public LoadResult once(int port, Topic topic, double megabytesPerSecond) throws Exception {
    double bytesPerNano = megabytesPerSecond / 1e3 / connections;
    return Connections.run(
        port,
        connections,
        (index, connection, latencies) -> {
          long bytes = 0;
          long begun = System.nanoTime();
          for (int p = index; p < topic.partitions(); p += connections) {
            long offset = 0;
            do {
              long start = System.nanoTime();
              FetchResponse.PartitionData data = fetch(connection, topic, p, offset);
              latencies.record(System.nanoTime() - start);
              Brought brought = Brought.by(data);
              offset = brought.nextOffset;
              bytes += brought.bytes;
              LockSupport.parkNanos(begun + (long) (bytes / bytesPerNano) - System.nanoTime());
            } while (offset > 0);
          }
          return bytes;
        });
  }

  /**
   * A request for what was written last to each partition.
   *
   * @param records how many that is, in a batch
   */
  public PreparedRequests atTheHead(WireConnection connection, Topic topic, int records)
      throws IOException {
    long[] ends = topic.endOffsets(connection);
    List<ByteBuffer> frames = new ArrayList<>();
    for (int partition = 0; partition < ends.length; partition++) {
      FetchRequest request = request(topic, partition, ends[partition] - records);
      frames.add(Frames.encode(ApiKey.FETCH, VERSION, 0, request));
    }
    return new PreparedRequests(
        frames,
        answer -> {
          FetchResponse.PartitionData data =
              data(WireConnection.body(answer, ApiKey.FETCH, VERSION));
          return data.records() == null ? 0 : data.records().sizeInBytes();
        });
  }

  private FetchRequest request(Topic topic, int partition, long offset) {
    return FetchRequest.builder()
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
                                .partitionMaxBytes(partitionMaxBytes)
                                .build()))
                    .build()))
        .build();
  }

  private FetchResponse.PartitionData fetch(
      WireConnection connection, Topic topic, int partition, long offset) throws IOException {
    return data(connection.exchange(ApiKey.FETCH, VERSION, request(topic, partition, offset)));
  }

  private static FetchResponse.PartitionData data(MessageReader answer) {
    FetchResponse response = FetchResponse.read(answer, VERSION);
    FetchResponse.PartitionData data = response.responses().get(0).partitions().get(0);
    if (response.errorCode() != 0 || data.errorCode() != 0) {
      throw new IllegalStateException(
          "fetch was refused: "
              + ErrorCode.ofCode(response.errorCode())
              + ", "
              + ErrorCode.ofCode(data.errorCode()));
    }
    return data;
  }

  /**
   * What a reader has got. A batch that is cut off at the end of an answer is fetched again, and
   * counts then.
   *
   * @param nextOffset where to go on; the beginning once the end is reached
   * @param bytes of whole batches
   */
  private record Brought(long nextOffset, int bytes) {
    static Brought by(FetchResponse.PartitionData data) {
      if (!(data.records() instanceof ByteBufRecords records)) {
        return new Brought(0, 0);
      }
      ByteBuf batches = records.content();
      long next = 0;
      int at = batches.readerIndex();
      while (batches.writerIndex() - at >= BatchLayout.HEADER_SIZE
          && batches.writerIndex() - at >= BatchHeader.sizeInBytes(batches, at)) {
        next = BatchHeader.nextOffset(batches, at);
        at += BatchHeader.sizeInBytes(batches, at);
      }
      return new Brought(next >= data.highWatermark() ? 0 : next, at - batches.readerIndex());
    }
  }
}
