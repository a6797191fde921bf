package io.barnabas.benchmarks.load;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.OffsetCommitRequest;
import io.barnabas.codec.message.OffsetCommitResponse;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Groups without members, as of consumers that assign partitions to themselves, commit their
 * offsets of all partitions of a topic in turn.
 *
 * @param connections share out the groups
 * @param pipeline requests on their way per connection
 */
public record OffsetCommitLoad(int groups, int connections, int pipeline) {
  private static final byte GROUP = 0;
  private static final short VERSION = 9;

  /** Each group commits once, as often as it takes. */
  public void once(WireConnection connection, Topic topic) throws IOException {
    for (int group = 0; group < groups; group++) {
      ByteBuffer frame = frame(group, topic);
      Attempts.findCoordinator(connection, GROUP, name(group));
      Attempts.until(
          () -> {
            connection.send(frame);
            return error(connection.receive()).code();
          });
    }
  }

  /** Commits for {@code seconds}. */
  public LoadResult run(int port, Topic topic, double seconds) throws Exception {
    List<Turns> turns = new ArrayList<>();
    for (int connection = 0; connection < connections; connection++) {
      List<ByteBuffer> frames = new ArrayList<>();
      for (int group = connection; group < groups; group += connections) {
        frames.add(frame(group, topic));
      }
      turns.add(new Turns(frames));
    }
    try (Pipelines<Turns> pipelines = new Pipelines<>(port, pipeline, turns)) {
      long start = System.nanoTime();
      long end = start + (long) (seconds * 1e9);
      LatencyHistogram latencies = pipelines.run(each -> System.nanoTime() < end);
      return new LoadResult(0, System.nanoTime() - start, latencies);
    }
  }

  /** A commit of each group. */
  public PreparedRequests prepared(Topic topic) {
    return new PreparedRequests(
        IntStream.range(0, groups).mapToObj(group -> frame(group, topic)).toList(),
        answer -> {
          ProduceLoad.check(error(answer));
          return 0;
        });
  }

  private static String name(int group) {
    return "group-" + group;
  }

  private static ByteBuffer frame(int group, Topic topic) {
    var partitions =
        IntStream.range(0, topic.partitions())
            .mapToObj(
                partition ->
                    OffsetCommitRequest.OffsetCommitRequestPartition.builder()
                        .partitionIndex(partition)
                        .committedOffset(1_000_000L + group)
                        .build())
            .toList();
    OffsetCommitRequest request =
        OffsetCommitRequest.builder()
            .groupId(name(group))
            .generationIdOrMemberEpoch(-1)
            .topics(
                List.of(
                    OffsetCommitRequest.OffsetCommitRequestTopic.builder()
                        .name(topic.name())
                        .partitions(partitions)
                        .build()))
            .build();
    return Frames.encode(ApiKey.OFFSET_COMMIT, VERSION, 0, request);
  }

  private static ErrorCode error(ByteBuf answer) {
    OffsetCommitResponse response =
        OffsetCommitResponse.read(
            WireConnection.body(answer, ApiKey.OFFSET_COMMIT, VERSION), VERSION);
    return ErrorCode.ofCode(response.topics().get(0).partitions().get(0).errorCode());
  }

  private static final class Turns implements Pipeline.Exchange {
    private final List<ByteBuffer> frames;
    private int next;

    Turns(List<ByteBuffer> frames) {
      this.frames = frames;
    }

    @Override
    public ByteBuffer request() {
      return frames.get(next++ % frames.size());
    }

    @Override
    public void answer(ByteBuf answer) {
      ProduceLoad.check(error(answer));
    }
  }
}
