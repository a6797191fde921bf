package io.barnabas.benchmarks.load;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Message;
import io.barnabas.codec.message.AddPartitionsToTxnRequest;
import io.barnabas.codec.message.AddPartitionsToTxnResponse;
import io.barnabas.codec.message.EndTxnRequest;
import io.barnabas.codec.message.EndTxnResponse;
import io.barnabas.codec.message.InitProducerIdRequest;
import io.barnabas.codec.message.InitProducerIdResponse;
import java.io.IOException;
import java.util.List;

/** One transactional producer on a connection of its own, at one of the two protocols. */
final class TransactionalProducer {
  private static final byte TRANSACTION = 1;
  private static final int TIMEOUT_MS = 60_000;
  private static final short INIT_VERSION = 5;
  private static final short ADD_VERSION = 3;

  private final WireConnection connection;
  private final String transactionalId;
  private final boolean implicit;
  private final TransactionalBatch[] batches;
  private final int[] partitions;
  private final String topic;
  private long producerId;
  private short epoch;
  private int sequence;

  /**
   * A producer without an id yet.
   *
   * @param implicit as in Transactions V2 (KIP-890): produce requests add their partitions, and
   *     every end brings a new epoch
   */
  TransactionalProducer(
      WireConnection connection,
      String transactionalId,
      Topic topic,
      int[] partitions,
      boolean implicit) {
    this.connection = connection;
    this.transactionalId = transactionalId;
    this.topic = topic.name();
    this.partitions = partitions;
    this.implicit = implicit;
    this.batches = new TransactionalBatch[partitions.length];
    for (int i = 0; i < partitions.length; i++) {
      batches[i] = new TransactionalBatch(transactionalId, topic, partitions[i], implicit);
    }
  }

  /** Finds the coordinator, which may have to make its topic first, and takes an id from it. */
  void init() throws IOException {
    Attempts.findCoordinator(connection, TRANSACTION, transactionalId);
    Message init =
        InitProducerIdRequest.builder()
            .transactionalId(transactionalId)
            .transactionTimeoutMs(TIMEOUT_MS)
            .producerId(-1)
            .producerEpoch((short) -1)
            .build();
    Attempts.until(
        () -> {
          InitProducerIdResponse answer =
              InitProducerIdResponse.read(
                  connection.exchange(ApiKey.INIT_PRODUCER_ID, INIT_VERSION, init), INIT_VERSION);
          producerId = answer.producerId();
          epoch = answer.producerEpoch();
          return answer.errorCode();
        });
    sequence = 0;
  }

  /**
   * A batch to each partition and a commit, whose latency in ns is returned. All batches are on
   * their way at once; those refused because the last transaction still ends are sent again.
   */
  long transaction() throws IOException {
    if (!implicit) {
      addPartitions();
    }
    for (TransactionalBatch batch : batches) {
      batch.stamp(producerId, epoch, sequence);
      connection.send(batch.frame());
    }
    boolean[] refused = new boolean[batches.length];
    for (int i = 0; i < batches.length; i++) {
      ErrorCode error = batches[i].error(connection.receive());
      refused[i] = error.isRetriable();
      if (!refused[i]) {
        ProduceLoad.check(error);
      }
    }
    for (int i = 0; i < batches.length; i++) {
      if (refused[i]) {
        TransactionalBatch batch = batches[i];
        Attempts.until(
            () -> {
              connection.send(batch.frame());
              return batch.error(connection.receive()).code();
            });
      }
    }
    sequence += TransactionalBatch.RECORDS;
    long start = System.nanoTime();
    commit();
    return System.nanoTime() - start;
  }

  private void addPartitions() throws IOException {
    Message add =
        AddPartitionsToTxnRequest.builder()
            .v3AndBelowTransactionalId(transactionalId)
            .v3AndBelowProducerId(producerId)
            .v3AndBelowProducerEpoch(epoch)
            .v3AndBelowTopics(
                List.of(
                    new AddPartitionsToTxnRequest.AddPartitionsToTxnTopic(
                        topic, java.util.Arrays.stream(partitions).boxed().toList())))
            .build();
    Attempts.until(
        () ->
            AddPartitionsToTxnResponse.read(
                    connection.exchange(ApiKey.ADD_PARTITIONS_TO_TXN, ADD_VERSION, add),
                    ADD_VERSION)
                .resultsByTopicV3AndBelow()
                .get(0)
                .resultsByPartition()
                .get(0)
                .partitionErrorCode());
  }

  private void commit() throws IOException {
    short version = (short) (implicit ? 5 : 4);
    EndTxnResponse answer =
        EndTxnResponse.read(
            connection.exchange(
                ApiKey.END_TXN,
                version,
                new EndTxnRequest(transactionalId, producerId, epoch, true)),
            version);
    ProduceLoad.check(ErrorCode.ofCode(answer.errorCode()));
    if (implicit) {
      producerId = answer.producerId();
      epoch = answer.producerEpoch();
      sequence = 0;
    }
  }
}
