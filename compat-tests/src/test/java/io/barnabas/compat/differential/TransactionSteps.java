package io.barnabas.compat.differential;

import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Steps of transactional producers. */
final class TransactionSteps {
  private final Dice dice;
  private final long nowMs;
  private final boolean withAcls;

  /**
   * Steps.
   *
   * @param nowMs the same for both brokers, near the real time
   * @param withAcls whether ACLs change now and then
   */
  TransactionSteps(Dice dice, long nowMs, boolean withAcls) {
    this.withAcls = withAcls;
    this.dice = dice;
    this.nowMs = nowMs;
  }

  List<Step> all() {
    return List.of(
        init(),
        init(),
        addPartitions(),
        addPartitions(),
        addOffsets(),
        commitOffsets(),
        produce(),
        produce(),
        end(),
        end());
  }

  private short shift() {
    return dice.pick((short) 0, (short) 0, (short) 0, (short) 0, (short) 1, (short) -1);
  }

  private static short epoch(World world, String id, short shift) {
    return (short) (world.generation(id) + shift);
  }

  private Step init() {
    String id = dice.transactionalId();
    // Long enough to last the sequence, not allowed, or not allowed.
    int timeoutMs = dice.pick(800_000, 800_000, 800_000, 0, -1, 900_001);
    boolean again = dice.oneIn(3);
    boolean halfTold = dice.oneIn(4);
    short shift = shift();
    return Step.write(
            ApiKeys.INIT_PRODUCER_ID,
            (world, version) -> {
              var request =
                  new InitProducerIdRequestData()
                      .setTransactionalId(id)
                      .setTransactionTimeoutMs(timeoutMs);
              if (version >= 3 && again) {
                request.setProducerId(world.producerId(id));
                request.setProducerEpoch(halfTold ? (short) -1 : epoch(world, id, shift));
              }
              return request;
            })
        .learning(
            (world, answer) -> {
              var given = (InitProducerIdResponseData) answer;
              if (given.errorCode() == 0) {
                world.producerId(id, given.producerId());
                world.generation(id, given.producerEpoch());
              }
            });
  }

  private Step addPartitions() {
    String id = dice.transactionalId();
    String topic = dice.topic();
    // Apache Kafka asks nobody about topics of which no partition is added.
    List<Integer> none = withAcls ? List.of(0) : List.of();
    List<Integer> partitions = dice.pick(List.of(0), List.of(0, 1), List.of(9), none);
    short shift = shift();
    boolean verify = dice.oneIn(3);
    return Step.write(
        ApiKeys.ADD_PARTITIONS_TO_TXN,
        (world, version) -> {
          var topics = new AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection();
          topics.add(
              new AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic()
                  .setName(topic)
                  .setPartitions(partitions));
          var request = new AddPartitionsToTxnRequestData();
          if (version < 4) {
            return request
                .setV3AndBelowTransactionalId(id)
                .setV3AndBelowProducerId(world.producerId(id))
                .setV3AndBelowProducerEpoch(epoch(world, id, shift))
                .setV3AndBelowTopics(topics);
          }
          request
              .transactions()
              .add(
                  new AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction()
                      .setTransactionalId(id)
                      .setProducerId(world.producerId(id))
                      .setProducerEpoch(epoch(world, id, shift))
                      .setVerifyOnly(verify)
                      .setTopics(topics));
          return request;
        });
  }

  private Step addOffsets() {
    String id = dice.transactionalId();
    String group = dice.group();
    short shift = shift();
    return Step.write(
        ApiKeys.ADD_OFFSETS_TO_TXN,
        (world, version) ->
            new AddOffsetsToTxnRequestData()
                .setTransactionalId(id)
                .setProducerId(world.producerId(id))
                .setProducerEpoch(epoch(world, id, shift))
                .setGroupId(group));
  }

  private Step commitOffsets() {
    String id = dice.transactionalId();
    String group = dice.group();
    String topic = dice.topic();
    int partition = dice.partition();
    String metadata = dice.pick("", "note", "x".repeat(5000));
    boolean asMember = dice.oneIn(3);
    short shift = shift();
    return Step.write(
        ApiKeys.TXN_OFFSET_COMMIT,
        (world, version) -> {
          var committed =
              new TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic()
                  .setPartitions(
                      List.of(
                          new TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition()
                              .setPartitionIndex(partition)
                              .setCommittedOffset(3)
                              .setCommittedMetadata(metadata)));
          if (version >= 6) {
            committed.setTopicId(world.topicId(topic));
          } else {
            committed.setName(topic);
          }
          var request =
              new TxnOffsetCommitRequestData()
                  .setTransactionalId(id)
                  .setProducerId(world.producerId(id))
                  .setProducerEpoch(epoch(world, id, shift))
                  .setGroupId(group)
                  .setTopics(List.of(committed));
          return version >= 3 && asMember
              ? request
                  .setMemberId(world.memberId(group + ".member"))
                  .setGenerationIdOrMemberEpoch(world.generation(group + ".member"))
              : request;
        });
  }

  private Step produce() {
    String id = dice.transactionalId();
    String topic = dice.topic();
    int partition = dice.partition();
    short shift = shift();
    int sequence = dice.pick(0, 0, 0, 1, 2);
    boolean named = !dice.oneIn(6);
    return Step.write(
        ApiKeys.PRODUCE,
        (world, version) -> {
          MemoryRecords batch =
              MemoryRecords.withTransactionalRecords(
                  Compression.NONE,
                  world.producerId(id),
                  (short) Math.max(0, epoch(world, id, shift)),
                  sequence,
                  new SimpleRecord(nowMs, new byte[] {1}, new byte[] {2}));
          var topicData =
              new ProduceRequestData.TopicProduceData()
                  .setName(version < 13 ? topic : "")
                  .setPartitionData(
                      List.of(
                          new ProduceRequestData.PartitionProduceData()
                              .setIndex(partition)
                              .setRecords(batch)));
          if (version >= 13) {
            topicData.setTopicId(world.topicId(topic));
          }
          var topics = new ProduceRequestData.TopicProduceDataCollection();
          topics.add(topicData);
          return new ProduceRequestData()
              .setTransactionalId(named ? id : null)
              .setAcks((short) -1)
              .setTimeoutMs(20_000)
              .setTopicData(topics);
        });
  }

  private Step end() {
    String id = dice.transactionalId();
    boolean commit = dice.oneIn(2);
    short shift = shift();
    return Step.write(
            ApiKeys.END_TXN,
            (world, version) ->
                new EndTxnRequestData()
                    .setTransactionalId(id)
                    .setProducerId(world.producerId(id))
                    .setProducerEpoch(epoch(world, id, shift))
                    .setCommitted(commit))
        .learning(
            (world, answer) -> {
              var given = (EndTxnResponseData) answer;
              if (given.errorCode() == 0 && given.producerId() >= 0) {
                world.producerId(id, given.producerId());
                world.generation(id, given.producerEpoch());
              }
            });
  }
}
