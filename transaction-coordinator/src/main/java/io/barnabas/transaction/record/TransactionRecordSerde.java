package io.barnabas.transaction.record;

import io.barnabas.codec.MalformedMessageException;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.UnsupportedVersionException;
import io.barnabas.codec.transaction.TransactionLogKey;
import io.barnabas.codec.transaction.TransactionLogValue;
import io.barnabas.coordinator.CoordinatorLogException;
import io.barnabas.coordinator.LogRecord;
import io.barnabas.coordinator.RecordSerde;
import io.barnabas.coordinator.VersionedBytes;
import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.record.TransactionRecord.TransactionForgotten;
import io.barnabas.transaction.record.TransactionRecord.TransactionStored;
import io.barnabas.transaction.state.Transaction;
import io.barnabas.transaction.state.TransactionState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records of {@code __transaction_state} as bytes, in the version Apache Kafka writes. Values of
 * all versions are read.
 */
public final class TransactionRecordSerde implements RecordSerde<TransactionRecord> {
  private static final short VERSION = 1;

  @Override
  public LogRecord encode(TransactionRecord entry, long timestamp) {
    byte[] key = TransactionViewKeys.transaction(entry.transactionalId());
    byte[] value =
        entry instanceof TransactionStored stored
            ? VersionedBytes.write(toValue(stored.transaction()), VERSION)
            : null;
    return new LogRecord(key, value, timestamp);
  }

  private static TransactionLogValue toValue(Transaction from) {
    return TransactionLogValue.builder()
        .producerId(from.producerId())
        .previousProducerId(from.previousProducerId())
        .nextProducerId(from.nextProducerId())
        .producerEpoch(from.epoch())
        .transactionTimeoutMs(from.timeoutMs())
        .transactionStatus(from.state().id())
        .transactionPartitions(
            from.state() == TransactionState.EMPTY ? null : toPartitions(from.partitions()))
        .transactionLastUpdateTimestampMs(from.updateMs())
        .transactionStartTimestampMs(from.startMs())
        .clientTransactionVersion(from.clientVersion())
        .build();
  }

  private static List<TransactionLogValue.PartitionsSchema> toPartitions(
      Set<TopicPartition> partitions) {
    Map<String, List<Integer>> byTopic = new TreeMap<>();
    for (TopicPartition each : partitions) {
      byTopic.computeIfAbsent(each.topic(), topic -> new ArrayList<>()).add(each.partition());
    }
    List<TransactionLogValue.PartitionsSchema> topics = new ArrayList<>();
    byTopic.forEach(
        (topic, ids) ->
            topics.add(
                TransactionLogValue.PartitionsSchema.builder()
                    .topic(topic)
                    .partitionIds(ids)
                    .build()));
    return topics;
  }

  @Override
  public @Nullable TransactionRecord decode(LogRecord entry) {
    try {
      MessageReader key = VersionedBytes.reader(entry.key());
      if (key.readInt16() != TransactionLogKey.API_KEY) {
        return null;
      }
      String id =
          TransactionLogKey.read(key, TransactionLogKey.HIGHEST_SUPPORTED_VERSION)
              .transactionalId();
      byte[] value = entry.value();
      return value == null
          ? new TransactionForgotten(id)
          : new TransactionStored(readTransaction(id, value));
    } catch (MalformedMessageException | UnsupportedVersionException e) {
      throw new CoordinatorLogException("a record of the state topic cannot be read", e);
    }
  }

  /** Reads an entry of family {@link TransactionViewKeys#TRANSACTIONS}. */
  public static Transaction read(byte[] key, byte[] value) {
    MessageReader reader = VersionedBytes.reader(key);
    reader.readInt16();
    String id =
        TransactionLogKey.read(reader, TransactionLogKey.HIGHEST_SUPPORTED_VERSION)
            .transactionalId();
    return readTransaction(id, value);
  }

  private static Transaction readTransaction(String id, byte[] bytes) {
    MessageReader reader = VersionedBytes.reader(bytes);
    TransactionLogValue value = TransactionLogValue.read(reader, reader.readInt16());
    TransactionState state = TransactionState.ofId(value.transactionStatus());
    if (state == null) {
      throw new CoordinatorLogException(
          "the state "
              + value.transactionStatus()
              + " of transactional id "
              + id
              + " is not known");
    }
    return new Transaction(
        id,
        value.producerId(),
        value.previousProducerId(),
        value.nextProducerId(),
        value.producerEpoch(),
        Transaction.NO_EPOCH,
        value.transactionTimeoutMs(),
        state,
        partitions(value.transactionPartitions()),
        value.transactionStartTimestampMs(),
        value.transactionLastUpdateTimestampMs(),
        value.clientTransactionVersion());
  }

  private static Set<TopicPartition> partitions(
      @Nullable List<TransactionLogValue.PartitionsSchema> topics) {
    Set<TopicPartition> partitions = new LinkedHashSet<>();
    if (topics != null) {
      for (TransactionLogValue.PartitionsSchema topic : topics) {
        topic.partitionIds().forEach(id -> partitions.add(new TopicPartition(topic.topic(), id)));
      }
    }
    return partitions;
  }
}
