package io.barnabas.server.snapshot;

import io.barnabas.codec.MalformedMessageException;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.RecordCursor;
import io.barnabas.codec.group.LegacyOffsetCommitKey;
import io.barnabas.codec.group.OffsetCommitKey;
import io.barnabas.coordinator.LogRecord;
import io.barnabas.coordinator.VersionedBytes;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.describe.StoredGroups;
import io.barnabas.storage.snapshot.SnapshotManifest.LogEntry;
import io.barnabas.storage.snapshot.SnapshotRestore;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.record.TransactionRecord.TransactionStored;
import io.barnabas.transaction.record.TransactionRecordSerde;
import io.barnabas.transaction.state.Transaction;
import io.barnabas.transaction.state.TransactionState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the coordinators of a snapshot knew of some of its topics. One use, one thread. */
final class SnapshotCoordinators {
  private final SnapshotRestore snapshot;
  private final Map<String, Transaction> transactions = new HashMap<>();

  /**
   * A committed offset: key and value of its record.
   *
   * @param group whose it is
   */
  record Commit(String group, byte[] key, byte[] value) {}

  SnapshotCoordinators(SnapshotRestore snapshot) throws IOException {
    this.snapshot = snapshot;
    TransactionRecordSerde serde = new TransactionRecordSerde();
    for (LogEntry log : logsOf(TopicNames.TRANSACTION_STATE)) {
      snapshot.forEachBatch(log, batch -> addTransactions(serde, batch));
    }
  }

  private Collection<LogEntry> logsOf(String topic) {
    return snapshot.manifest().logs().stream()
        .filter(log -> log.directory().matches(topic + "-\\d+"))
        .toList();
  }

  private void addTransactions(TransactionRecordSerde serde, ByteBuf batch) {
    int at = batch.readerIndex();
    if (BatchHeader.isControl(batch, at)) {
      return;
    }
    try (RecordCursor cursor = RecordCursor.open(batch, at)) {
      while (cursor.next()) {
        @Nullable ByteBuf key = cursor.key();
        @Nullable ByteBuf value = cursor.value();
        if (key != null) {
          TransactionRecord record =
              serde.decode(
                  new LogRecord(
                      ByteBufUtil.getBytes(key),
                      value == null ? null : ByteBufUtil.getBytes(value),
                      cursor.timestamp()));
          if (record instanceof TransactionStored stored) {
            transactions.put(record.transactionalId(), stored.transaction());
          } else if (record != null) {
            transactions.remove(record.transactionalId());
          }
        }
      }
    }
  }

  /** Whether it was decided that what this producer has open is to be committed. */
  boolean isCommitted(long producerId) {
    return transactions.values().stream()
        .anyMatch(
            each ->
                each.state() == TransactionState.PREPARE_COMMIT
                    && (each.producerId() == producerId
                        || each.previousProducerId() == producerId));
  }

  /** The offsets that groups have committed for these topics. */
  Collection<Commit> commits(Collection<String> topics) throws IOException {
    Map<ByteBuffer, Commit> commits = new LinkedHashMap<>();
    for (LogEntry log : logsOf(TopicNames.CONSUMER_OFFSETS)) {
      StoredGroups groups = new StoredGroups((key, value) -> add(topics, commits, key, value));
      snapshot.forEachBatch(log, groups::add);
      groups.endRest(this::isCommitted);
    }
    return commits.values();
  }

  private static void add(
      Collection<String> topics,
      Map<ByteBuffer, Commit> commits,
      byte[] key,
      byte @Nullable [] value) {
    try {
      MessageReader reader = VersionedBytes.reader(key);
      short type = reader.readInt16();
      if (type != OffsetCommitKey.API_KEY && type != LegacyOffsetCommitKey.API_KEY) {
        return;
      }
      String group = reader.readString(false);
      if (!topics.contains(reader.readString(false))) {
        return;
      }
      if (value == null) {
        commits.remove(ByteBuffer.wrap(key));
      } else {
        commits.put(ByteBuffer.wrap(key), new Commit(group, key, value));
      }
    } catch (MalformedMessageException notAKey) {
      // Nor would a broker that loads the partition know whose it is.
    }
  }
}
