package io.barnabas.benchmarks.load;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.CompressionType;
import io.barnabas.codec.batch.Compressor;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.codec.message.ProduceRequest;
import io.barnabas.codec.message.ProduceResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;

/**
 * Produces the same batches over and over.
 *
 * @param batchBytes about how many bytes of records go into a batch before compression; one batch
 *     per request
 * @param recordBytes the size of a record's value
 * @param acks 1, or -1 for all
 * @param pipeline requests on their way per connection
 */
public record ProduceLoad(
    int connections,
    int pipeline,
    int batchBytes,
    int recordBytes,
    CompressionType codec,
    short acks) {
  /** The version of the requests. */
  public static final short VERSION = 13;

  /** Of the partition, of the topic, and of the request: no tags each. */
  private static final int TAGS_BEHIND_BATCH = 3;

  private static final int CRC_AT = 17;
  private static final int CHECKED_FROM = 21;
  private static final int BASE_TIMESTAMP_AT = 27;
  private static final int MAX_TIMESTAMP_AT = 35;

  /**
   * 16 KiB batches of 1 KiB records with acks=all, as a busy Java producer with its defaults sends
   * them.
   */
  public static final ProduceLoad DEFAULT =
      new ProduceLoad(4, 5, 16_384, 1_024, CompressionType.NONE, (short) -1);

  /** Loads the topic for {@code seconds}; connections share out the partitions. */
  public LoadResult run(int port, Topic topic, double seconds) throws Exception {
    long nanos = (long) (seconds * 1e9);
    return run(port, turns(topic, false), (turns, passed) -> passed < nanos);
  }

  /** Loads the topic with so many bytes of batches, to within a request, as many by each. */
  public LoadResult fill(int port, Topic topic, long totalBytes) throws Exception {
    long share = totalBytes / connections;
    return run(port, turns(topic, true), (turns, passed) -> turns.bytes < share);
  }

  /** Whether there is more to send after so many ns. */
  private interface More {
    boolean test(Turns turns, long passed);
  }

  private LoadResult run(int port, List<Turns> turns, More more) throws IOException {
    try (Pipelines<Turns> pipelines = new Pipelines<>(port, pipeline, turns)) {
      long start = System.nanoTime();
      LatencyHistogram latencies =
          pipelines.run(each -> more.test(each, System.nanoTime() - start));
      long nanos = System.nanoTime() - start;
      return new LoadResult(turns.stream().mapToLong(each -> each.bytes).sum(), nanos, latencies);
    }
  }

  private List<Turns> turns(Topic topic, boolean stamped) {
    List<Turns> turns = new ArrayList<>();
    for (int connection = 0; connection < connections; connection++) {
      turns.add(new Turns(requests(topic, connection), stamped));
    }
    return turns;
  }

  /**
   * Sends a request at a time, so many a second, for {@code seconds} or until told to stop: how it
   * is to be a client.
   */
  public LoadResult paced(
      int port, Topic topic, double requestsPerSecond, double seconds, BooleanSupplier stop)
      throws Exception {
    return Connections.run(
        port,
        connections,
        (index, connection, latencies) ->
            paced(
                connection,
                new Turns(requests(topic, index), false),
                (long) (1e9 * connections / requestsPerSecond),
                (long) (seconds * 1e9),
                stop,
                latencies));
  }

  /** Latencies count from when a request was due, so that a stall is not seen by one alone. */
  private static long paced(
      WireConnection connection,
      Turns turns,
      long interval,
      long nanos,
      BooleanSupplier stop,
      LatencyHistogram latencies)
      throws IOException {
    long start = System.nanoTime();
    for (long due = start; due < start + nanos && !stop.getAsBoolean(); due += interval) {
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      connection.send(turns.request());
      turns.answer(connection.receive());
      latencies.record(System.nanoTime() - due);
    }
    return turns.bytes;
  }

  /**
   * One request to each partition, repeated until it is acknowledged: the topic may be brand new.
   */
  public void once(WireConnection connection, Topic topic) throws IOException {
    for (int partition = 0; partition < topic.partitions(); partition++) {
      Request request = request(topic, partition, batch(new SplittableRandom(1)));
      ErrorCode error;
      do {
        connection.send(request.frame);
        error = error(connection.receive());
      } while (error.isRetriable());
      check(error);
    }
  }

  /** A request to each partition. */
  public PreparedRequests prepared(Topic topic) {
    ByteBuf batch = batch(new SplittableRandom(1));
    List<ByteBuffer> frames = new ArrayList<>();
    for (int partition = 0; partition < topic.partitions(); partition++) {
      frames.add(frame(topic.id(), partition, batch, acks));
    }
    long bytes = batch.readableBytes();
    return new PreparedRequests(
        frames,
        answer -> {
          check(error(answer));
          return bytes;
        });
  }

  private List<Request> requests(Topic topic, int connection) {
    SplittableRandom random = new SplittableRandom(connection);
    List<Request> requests = new ArrayList<>();
    for (int partition = 0; partition < topic.partitions(); partition++) {
      if (partition % connections == connection % topic.partitions()) {
        requests.add(request(topic, partition, batch(random)));
      }
    }
    return requests;
  }

  private Request request(Topic topic, int partition, ByteBuf batch) {
    return new Request(frame(topic.id(), partition, batch, acks), batch.readableBytes());
  }

  /** A produce request of one batch. */
  public static ByteBuffer frame(Uuid topicId, int partition, ByteBuf batch, short acks) {
    ProduceRequest request =
        ProduceRequest.builder()
            .acks(acks)
            .timeoutMs(30_000)
            .topicData(
                List.of(
                    ProduceRequest.TopicProduceData.builder()
                        .topicId(topicId)
                        .partitionData(
                            List.of(
                                new ProduceRequest.PartitionProduceData(
                                    partition, new ByteBufRecords(batch))))
                        .build()))
            .build();
    return Frames.encode(ApiKey.PRODUCE, VERSION, 0, request);
  }

  /** Values are random letters: they compress about as well as text does. */
  private ByteBuf batch(SplittableRandom random) {
    ByteBuf out = Unpooled.buffer();
    Compressor compressor = codec == CompressionType.NONE ? Compressor.NONE : Compressor.of(codec);
    try (RecordBatchBuilder builder =
        new RecordBatchBuilder(out, BatchOptions.DEFAULT.withCompressor(compressor))) {
      long now = System.currentTimeMillis();
      for (int i = 0; i < Math.max(1, batchBytes / recordBytes); i++) {
        byte[] value = new byte[recordBytes];
        for (int at = 0; at < value.length; at++) {
          value[at] = (byte) ('a' + random.nextInt(26));
        }
        builder.append(now, null, Unpooled.wrappedBuffer(value));
      }
      builder.finish();
    }
    return out;
  }

  static ErrorCode error(ByteBuf answer) {
    ProduceResponse response =
        ProduceResponse.read(WireConnection.body(answer, ApiKey.PRODUCE, VERSION), VERSION);
    return ErrorCode.ofCode(response.responses().get(0).partitionResponses().get(0).errorCode());
  }

  static void check(ErrorCode error) {
    if (error != ErrorCode.NONE) {
      throw new IllegalStateException("produce was refused: " + error);
    }
  }

  private record Request(ByteBuffer frame, int batchBytes) {
    /** Gives the batch, the last thing in the frame but for tags, the time it is sent at. */
    void stamp(long now) {
      int at = frame.limit() - TAGS_BEHIND_BATCH - batchBytes;
      frame.putLong(at + BASE_TIMESTAMP_AT, now);
      frame.putLong(at + MAX_TIMESTAMP_AT, now);
      CRC32C crc = new CRC32C();
      crc.update(frame.duplicate().position(at + CHECKED_FROM).limit(at + batchBytes));
      frame.putInt(at + CRC_AT, (int) crc.getValue());
    }
  }

  /** One connection's requests, again and again. */
  private static final class Turns implements Pipeline.Exchange {
    private final List<Request> requests;
    private final boolean stamped;
    private int next;
    private long bytes;

    /** Begins with the first; {@code stamped} if batches are to have the time they are sent at. */
    Turns(List<Request> requests, boolean stamped) {
      this.requests = requests;
      this.stamped = stamped;
    }

    @Override
    public ByteBuffer request() {
      Request request = requests.get(next++ % requests.size());
      if (stamped) {
        request.stamp(System.currentTimeMillis());
      }
      bytes += request.batchBytes;
      return request.frame;
    }

    @Override
    public void answer(ByteBuf answer) {
      check(error(answer));
    }
  }
}
