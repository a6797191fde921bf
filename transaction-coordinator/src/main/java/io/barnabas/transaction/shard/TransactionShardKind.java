package io.barnabas.transaction.shard;

import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.LogRecord;
import io.barnabas.coordinator.MutableView;
import io.barnabas.coordinator.RecordSerde;
import io.barnabas.coordinator.ShardKind;
import io.barnabas.coordinator.View;
import io.barnabas.transaction.TransactionConfig;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.record.TransactionRecordSerde;
import io.barnabas.transaction.record.TransactionViewKeys;
import io.barnabas.transaction.rule.MarkersDue;
import io.barnabas.transaction.rule.TransactionalIdRoom;
import java.util.function.BiConsumer;

/** Shards of {@code __transaction_state}. */
final class TransactionShardKind implements ShardKind<TransactionShard, TransactionRecord> {
  private final TransactionConfig config;
  private final TransactionalIdRoom room;
  private final BiConsumer<Integer, MarkersDue> outbox;
  private final TransactionRecordSerde serde = new TransactionRecordSerde();

  /**
   * @param room bounds what is known
   * @param outbox is given the markers that are due, with the partition of the state topic
   */
  TransactionShardKind(
      TransactionConfig config, TransactionalIdRoom room, BiConsumer<Integer, MarkersDue> outbox) {
    this.config = config;
    this.room = room;
    this.outbox = outbox;
  }

  @Override
  public String name() {
    return "__transaction_state";
  }

  @Override
  public int viewFormatVersion() {
    return TransactionViewKeys.FORMAT_VERSION;
  }

  @Override
  public RecordSerde<TransactionRecord> serde() {
    return serde;
  }

  @Override
  public void apply(TransactionRecord entry, LogRecord encoded, MutableView view) {
    byte[] value = encoded.value();
    if (value == null) {
      view.delete(TransactionViewKeys.TRANSACTIONS, encoded.key());
    } else {
      view.put(TransactionViewKeys.TRANSACTIONS, encoded.key(), value);
    }
  }

  @Override
  public TransactionShard create(int partition, View view, Effects<TransactionRecord> effects) {
    TransactionShard shard =
        new TransactionShard(
            config, room.of(partition), markers -> outbox.accept(partition, markers));
    shard.resume(view, effects);
    return shard;
  }
}
