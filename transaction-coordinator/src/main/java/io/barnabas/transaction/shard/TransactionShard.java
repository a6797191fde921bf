package io.barnabas.transaction.shard;

import io.barnabas.coordinator.CoordinatorShard;
import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.View;
import io.barnabas.transaction.TransactionConfig;
import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.record.TransactionRecordSerde;
import io.barnabas.transaction.record.TransactionViewKeys;
import io.barnabas.transaction.rule.AddRule;
import io.barnabas.transaction.rule.Completion;
import io.barnabas.transaction.rule.EndRule;
import io.barnabas.transaction.rule.Housekeeping;
import io.barnabas.transaction.rule.InitRule;
import io.barnabas.transaction.rule.MarkersDue;
import io.barnabas.transaction.rule.TransactionalIdRoom;
import io.barnabas.transaction.rule.Transactions;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * The transactional ids of one partition of the state topic: in memory, and as records in the view.
 */
final class TransactionShard implements CoordinatorShard<TransactionRecord> {
  private final Transactions transactions;
  private final Completion completion;
  private final AddRule addRule;
  private final EndRule endRule;
  private final InitRule initRule;
  private final Housekeeping housekeeping;

  TransactionShard(
      TransactionConfig config, TransactionalIdRoom.Share room, Consumer<MarkersDue> outbox) {
    transactions = new Transactions(room);
    completion = new Completion(transactions, config.markerRetryMs(), outbox);
    addRule = new AddRule(transactions, config.concurrentWaitMs());
    endRule = new EndRule(transactions, completion);
    initRule = new InitRule(transactions, endRule, config.timeoutMsMax());
    housekeeping = new Housekeeping(transactions, endRule, config);
  }

  /** Takes over what the view has, and goes on with what was decided and not completed. */
  void resume(View view, Effects<TransactionRecord> effects) {
    view.scan(
        TransactionViewKeys.TRANSACTIONS,
        TransactionViewKeys.all(),
        (key, value) -> {
          transactions.restore(TransactionRecordSerde.read(key, value));
          return true;
        });
    List.copyOf(transactions.all()).stream()
        .filter(each -> each.state().isPrepared())
        .forEach(each -> completion.resume(each, effects));
    housekeeping.begin(effects);
  }

  @Override
  public void onTimer(Object key, Effects<TransactionRecord> effects) {
    if (key instanceof Completion.RetryTimer timer) {
      completion.retry(timer, effects);
    } else if (key instanceof AddRule.WaitTimer timer) {
      addRule.onTimer(timer, effects);
    } else if (key instanceof Housekeeping.Timer timer) {
      housekeeping.onTimer(timer, effects);
    }
  }

  /** Takes note of written markers. */
  void onMarkers(
      MarkersDue markers, Collection<TopicPartition> done, Effects<TransactionRecord> effects) {
    if (completion.written(markers, done, effects)) {
      addRule.onCompleted(markers.transactionalId(), effects);
    }
  }

  Transactions transactions() {
    return transactions;
  }

  AddRule addRule() {
    return addRule;
  }

  EndRule endRule() {
    return endRule;
  }

  InitRule initRule() {
    return initRule;
  }
}
