package io.barnabas.compat.transactions.faults;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.RawConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/**
 * A transactional producer whose requests are sent one by one, in Transactions V2 or in the old
 * protocol. What a client would try again is tried again; any other error is told.
 */
final class RawProducer {
  private static final Set<Errors> PASSING =
      Set.of(
          Errors.COORDINATOR_LOAD_IN_PROGRESS,
          Errors.COORDINATOR_NOT_AVAILABLE,
          Errors.NOT_COORDINATOR,
          Errors.CONCURRENT_TRANSACTIONS,
          Errors.NOT_LEADER_OR_FOLLOWER,
          Errors.NOT_ENOUGH_REPLICAS);

  private final RawConnection connection;
  private final String id;
  private final boolean v2;
  long producerId = -1;
  short epoch = -1;

  RawProducer(RawConnection connection, String id, boolean v2) {
    this.connection = connection;
    this.id = id;
    this.v2 = v2;
  }

  /** The same instance behind another connection. */
  RawProducer over(RawConnection other) {
    RawProducer same = new RawProducer(other, id, v2);
    same.producerId = producerId;
    same.epoch = epoch;
    return same;
  }

  private static Errors patiently(Callable<Short> request) {
    Errors[] last = new Errors[1];
    Await.until(
        "a final answer",
        Await.GENEROUS,
        () -> {
          last[0] = Errors.forCode(request.call());
          return !PASSING.contains(last[0]);
        },
        () -> "but " + last[0]);
    return last[0];
  }

  /** Has the coordinators' topics made, which are when somebody first asks. */
  static void findCoordinators(RawConnection connection) {
    for (byte kind : new byte[] {0, 1}) {
      FindCoordinatorRequestData request =
          new FindCoordinatorRequestData().setKeyType(kind).setCoordinatorKeys(List.of("any"));
      patiently(
          () ->
              ((FindCoordinatorResponseData)
                      connection.ask(ApiKeys.FIND_COORDINATOR, (short) 4, request))
                  .coordinators()
                  .get(0)
                  .errorCode());
    }
  }

  /** Begins anew until an epoch is reached. */
  void initUpTo(short wanted) throws IOException {
    while (epoch < wanted) {
      int times = Math.min(500, Math.max(1, wanted - epoch - 1));
      for (ApiMessage each :
          connection.askAtOnce(ApiKeys.INIT_PRODUCER_ID, (short) 4, initRequest(), times)) {
        InitProducerIdResponseData answer = (InitProducerIdResponseData) each;
        if (answer.errorCode() == 0) {
          producerId = answer.producerId();
          epoch = answer.producerEpoch();
        }
      }
    }
  }

  private InitProducerIdRequestData initRequest() {
    return new InitProducerIdRequestData().setTransactionalId(id).setTransactionTimeoutMs(600_000);
  }

  Errors init() {
    return patiently(
        () -> {
          InitProducerIdResponseData answer =
              (InitProducerIdResponseData)
                  connection.ask(ApiKeys.INIT_PRODUCER_ID, (short) 4, initRequest());
          producerId = answer.producerId();
          epoch = answer.producerEpoch();
          return answer.errorCode();
        });
  }

  /** For the old protocol. */
  Errors addPartitions(String topic, List<Integer> partitions) {
    AddPartitionsToTxnTopicCollection topics = new AddPartitionsToTxnTopicCollection();
    topics.add(new AddPartitionsToTxnTopic().setName(topic).setPartitions(partitions));
    AddPartitionsToTxnRequestData request =
        new AddPartitionsToTxnRequestData()
            .setV3AndBelowTransactionalId(id)
            .setV3AndBelowProducerId(producerId)
            .setV3AndBelowProducerEpoch(epoch)
            .setV3AndBelowTopics(topics);
    return patiently(
        () ->
            ((AddPartitionsToTxnResponseData)
                    connection.ask(ApiKeys.ADD_PARTITIONS_TO_TXN, (short) 3, request))
                .resultsByTopicV3AndBelow()
                .iterator()
                .next()
                .resultsByPartition()
                .iterator()
                .next()
                .partitionErrorCode());
  }

  Errors produce(String topic, int partition, int sequence, String value) {
    return produceAt(System.currentTimeMillis(), topic, partition, sequence, value);
  }

  /** As above, with a timestamp of its own. */
  Errors produceAt(long timestampMs, String topic, int partition, int sequence, String value) {
    return patiently(() -> produceOnce(timestampMs, topic, partition, sequence, value));
  }

  private short produceOnce(
      long timestampMs, String topic, int partition, int sequence, String value)
      throws IOException {
    MemoryRecords batch =
        MemoryRecords.withTransactionalRecords(
            Compression.NONE,
            producerId,
            epoch,
            sequence,
            new SimpleRecord(timestampMs, null, value.getBytes(StandardCharsets.UTF_8)));
    TopicProduceDataCollection topics = new TopicProduceDataCollection();
    topics.add(
        new TopicProduceData()
            .setName(topic)
            .setPartitionData(
                List.of(new PartitionProduceData().setIndex(partition).setRecords(batch))));
    ProduceResponseData answer =
        (ProduceResponseData)
            connection.ask(
                ApiKeys.PRODUCE,
                (short) (v2 ? 12 : 11),
                new ProduceRequestData()
                    .setTransactionalId(id)
                    .setAcks((short) -1)
                    .setTimeoutMs(20_000)
                    .setTopicData(topics));
    return answer.responses().iterator().next().partitionResponses().get(0).errorCode();
  }

  /** For the old protocol. */
  Errors addOffsets(String group) {
    AddOffsetsToTxnRequestData request =
        new AddOffsetsToTxnRequestData()
            .setTransactionalId(id)
            .setProducerId(producerId)
            .setProducerEpoch(epoch)
            .setGroupId(group);
    return patiently(
        () ->
            ((AddOffsetsToTxnResponseData)
                    connection.ask(ApiKeys.ADD_OFFSETS_TO_TXN, (short) 3, request))
                .errorCode());
  }

  Errors commitOffset(String group, String topic, long offset) {
    TxnOffsetCommitRequestData request =
        new TxnOffsetCommitRequestData()
            .setTransactionalId(id)
            .setGroupId(group)
            .setProducerId(producerId)
            .setProducerEpoch(epoch)
            .setTopics(
                List.of(
                    new TxnOffsetCommitRequestTopic()
                        .setName(topic)
                        .setPartitions(
                            List.of(
                                new TxnOffsetCommitRequestPartition()
                                    .setPartitionIndex(0)
                                    .setCommittedOffset(offset)))));
    return patiently(
        () ->
            ((TxnOffsetCommitResponseData)
                    connection.ask(ApiKeys.TXN_OFFSET_COMMIT, (short) (v2 ? 5 : 3), request))
                .topics()
                .get(0)
                .partitions()
                .get(0)
                .errorCode());
  }

  /** Ends the transaction, and goes on with the epoch that the coordinator answers. */
  Errors end(boolean commit) {
    return patiently(
        () -> {
          EndTxnResponseData answer = endOnce(commit, producerId, epoch);
          if (v2 && answer.errorCode() == 0) {
            producerId = answer.producerId();
            epoch = answer.producerEpoch();
          }
          return answer.errorCode();
        });
  }

  /** One request as it is, for those that come late. */
  EndTxnResponseData endOnce(boolean commit, long ofProducerId, short ofEpoch) throws IOException {
    return (EndTxnResponseData)
        connection.ask(
            ApiKeys.END_TXN,
            (short) (v2 ? 5 : 4),
            new EndTxnRequestData()
                .setTransactionalId(id)
                .setProducerId(ofProducerId)
                .setProducerEpoch(ofEpoch)
                .setCommitted(commit));
  }
}
