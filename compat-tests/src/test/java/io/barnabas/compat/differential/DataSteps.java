package io.barnabas.compat.differential;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Steps about records. */
final class DataSteps {
  private static final int CRC_AT = 17;

  private final Dice dice;
  private final long nowMs;

  /**
   * Steps.
   *
   * @param nowMs the same for both brokers, near the real time
   */
  DataSteps(Dice dice, long nowMs) {
    this.dice = dice;
    this.nowMs = nowMs;
  }

  List<Step> all() {
    return List.of(
        produce(),
        produce(),
        produce(),
        fetch(),
        fetch(),
        listOffsets(),
        listOffsets(),
        epochs(),
        initProducerId());
  }

  private Step produce() {
    String topic = dice.topic();
    int partition = dice.partition();
    short acks = dice.pick((short) -1, (short) -1, (short) 1, (short) 2);
    CompressionType codec =
        dice.pick(
            CompressionType.NONE,
            CompressionType.GZIP,
            CompressionType.LZ4,
            CompressionType.ZSTD,
            CompressionType.SNAPPY);
    SimpleRecord[] records = new SimpleRecord[1 + dice.below(3)];
    for (int i = 0; i < records.length; i++) {
      byte[] value =
          ("value " + dice.below(1000)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      records[i] =
          new SimpleRecord(nowMs - dice.below(5000), dice.oneIn(3) ? null : new byte[] {1}, value);
    }
    int damage = dice.oneIn(5) ? 1 + dice.below(3) : 0;
    String producer = dice.oneIn(3) ? dice.named("p0") : "";
    short epoch = dice.pick((short) 0, (short) 0, (short) 1);
    int sequence = dice.pick(0, 0, 1, 2, 3, 50);
    return Step.write(
        ApiKeys.PRODUCE,
        (world, version) -> {
          MemoryRecords batch =
              producer.isEmpty()
                  ? MemoryRecords.withRecords(Compression.of(codec).build(), records)
                  : MemoryRecords.withIdempotentRecords(
                      Compression.of(codec).build(),
                      world.producerId(producer),
                      epoch,
                      sequence,
                      records);
          var data =
              new ProduceRequestData.PartitionProduceData()
                  .setIndex(partition)
                  .setRecords(damaged(batch, damage));
          var topicData =
              new ProduceRequestData.TopicProduceData()
                  .setName(version < 13 ? topic : "")
                  .setPartitionData(List.of(data));
          if (version >= 13) {
            topicData.setTopicId(world.topicId(topic));
          }
          var topics = new ProduceRequestData.TopicProduceDataCollection();
          topics.add(topicData);
          return new ProduceRequestData().setAcks(acks).setTimeoutMs(20_000).setTopicData(topics);
        });
  }

  private static MemoryRecords damaged(MemoryRecords batch, int damage) {
    if (damage == 0) {
      return batch;
    }
    ByteBuffer bytes = ByteBuffer.allocate(batch.sizeInBytes());
    bytes.put(batch.buffer().duplicate()).flip();
    switch (damage) {
      case 1 -> bytes.put(CRC_AT, (byte) ~bytes.get(CRC_AT));
      case 2 -> bytes.put(16, (byte) 7); // Magic.
      default -> bytes.limit(bytes.limit() - 3);
    }
    return MemoryRecords.readableRecords(bytes);
  }

  private Step fetch() {
    String topic = dice.topic();
    int partition = dice.partition();
    long offset = dice.pick(0L, 0L, 1L, 2L, -1L, 100_000L);
    int maxBytes = dice.pick(1 << 20, 1 << 20, 1);
    byte isolation = dice.pick((byte) 0, (byte) 1);
    int leaderEpoch = dice.pick(-1, -1, 0, 5);
    int fetchedEpoch = dice.pick(-1, -1, 0, 3);
    int session = dice.pick(0, 0, 0, 424_242);
    return Step.read(
        ApiKeys.FETCH,
        (world, version) -> {
          var asked =
              new FetchRequestData.FetchPartition()
                  .setPartition(partition)
                  .setFetchOffset(offset)
                  .setPartitionMaxBytes(maxBytes);
          if (version >= 9) {
            asked.setCurrentLeaderEpoch(leaderEpoch);
          }
          if (version >= 12) {
            asked.setLastFetchedEpoch(fetchedEpoch);
          }
          var fetchTopic = new FetchRequestData.FetchTopic().setPartitions(List.of(asked));
          if (version >= 13) {
            fetchTopic.setTopicId(world.topicId(topic));
          } else {
            fetchTopic.setTopic(topic);
          }
          var request =
              new FetchRequestData()
                  .setMaxWaitMs(0)
                  .setMinBytes(0)
                  .setIsolationLevel(isolation)
                  .setTopics(List.of(fetchTopic));
          if (version >= 7) {
            request.setSessionId(session).setSessionEpoch(session == 0 ? -1 : 7);
          }
          return request;
        });
  }

  private Step listOffsets() {
    String topic = dice.topic();
    int partition = dice.partition();
    long timestamp =
        dice.pick(
            -1L,
            -1L,
            -2L,
            -2L,
            -3L,
            -4L,
            -5L,
            -6L,
            -7L,
            nowMs - 2000,
            nowMs - 4000,
            nowMs + 60_000,
            0L);
    int leaderEpoch = dice.pick(-1, -1, 0, 7);
    byte isolation = dice.pick((byte) 0, (byte) 1);
    int replica = dice.pick(-1, -1, -1, -2, 1, 7);
    boolean twice = dice.oneIn(8);
    return Step.read(
        ApiKeys.LIST_OFFSETS,
        (world, version) -> {
          var asked =
              new ListOffsetsRequestData.ListOffsetsPartition()
                  .setPartitionIndex(partition)
                  .setTimestamp(timestamp);
          if (version >= 4) {
            asked.setCurrentLeaderEpoch(leaderEpoch);
          }
          var request =
              new ListOffsetsRequestData()
                  .setReplicaId(replica)
                  .setTopics(
                      List.of(
                          new ListOffsetsRequestData.ListOffsetsTopic()
                              .setName(topic)
                              .setPartitions(
                                  twice ? List.of(asked, asked.duplicate()) : List.of(asked))));
          if (version >= 2) {
            request.setIsolationLevel(isolation);
          }
          if (version >= 10) {
            request.setTimeoutMs(20_000);
          }
          return request;
        });
  }

  private Step epochs() {
    String topic = dice.topic();
    int partition = dice.partition();
    int epoch = dice.pick(0, 0, 1, -1, 5);
    int current = dice.pick(-1, -1, 0, 3);
    int replica = dice.pick(-1, -2);
    return Step.read(
        ApiKeys.OFFSET_FOR_LEADER_EPOCH,
        (world, version) -> {
          var topics = new OffsetForLeaderEpochRequestData.OffsetForLeaderTopicCollection();
          topics.add(
              new OffsetForLeaderEpochRequestData.OffsetForLeaderTopic()
                  .setTopic(topic)
                  .setPartitions(
                      List.of(
                          new OffsetForLeaderEpochRequestData.OffsetForLeaderPartition()
                              .setPartition(partition)
                              .setCurrentLeaderEpoch(current)
                              .setLeaderEpoch(epoch))));
          var request = new OffsetForLeaderEpochRequestData().setTopics(topics);
          return version >= 3 ? request.setReplicaId(replica) : request;
        });
  }

  private Step initProducerId() {
    String producer = dice.named("p0");
    boolean again = dice.oneIn(3);
    short epoch = dice.pick((short) 0, (short) 5, (short) -1);
    return Step.write(
            ApiKeys.INIT_PRODUCER_ID,
            (world, version) -> {
              var request =
                  new InitProducerIdRequestData()
                      .setTransactionalId(null)
                      .setTransactionTimeoutMs(60_000);
              return version >= 3 && again
                  ? request.setProducerId(world.producerId(producer)).setProducerEpoch(epoch)
                  : request;
            })
        .learning(
            (world, answer) -> {
              var given = (InitProducerIdResponseData) answer;
              if (given.errorCode() == 0) {
                world.producerId(producer, given.producerId());
              }
            });
  }
}
