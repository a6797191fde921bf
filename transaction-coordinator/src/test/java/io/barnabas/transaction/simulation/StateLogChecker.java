package io.barnabas.transaction.simulation;

import io.barnabas.coordinator.simulation.SimLog;
import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.record.TransactionRecord.TransactionStored;
import io.barnabas.transaction.record.TransactionRecordSerde;
import io.barnabas.transaction.state.Transaction;
import io.barnabas.transaction.state.TransactionState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows the records of the state topic and holds each against the one before it. */
final class StateLogChecker {
  private final TransactionRecordSerde serde = new TransactionRecordSerde();
  private final SimPartitions partitions;
  private final Map<SimLog, Integer> checked = new HashMap<>();
  private final Map<String, Transaction> last = new HashMap<>();
  private final Set<String> commitsAsked = new HashSet<>();
  int commits;
  int aborts;
  int rotations;

  StateLogChecker(SimPartitions partitions) {
    this.partitions = partitions;
  }

  void askedToCommit(String id, long producerId, short epoch) {
    commitsAsked.add(id + "/" + producerId + "/" + epoch);
  }

  Map<String, Transaction> last() {
    return last;
  }

  void check(List<SimLog> logs) {
    for (SimLog log : logs) {
      int from = checked.getOrDefault(log, 0);
      for (int at = from; at < log.entries().size(); at++) {
        check(serde.decode(log.entries().get(at).content()));
      }
      checked.put(log, log.entries().size());
    }
  }

  private void check(@Nullable TransactionRecord decoded) {
    if (decoded == null) {
      throw new AssertionError("a record that cannot be read");
    }
    Transaction before = last.get(decoded.transactionalId());
    if (decoded instanceof TransactionStored stored) {
      Transaction now = stored.transaction();
      if (before != null && now.producerId() != before.producerId()) {
        rotations++;
      }
      if (!follows(before, now)) {
        throw new AssertionError(now + " after " + before);
      }
      last.put(now.id(), now);
    } else if (before == null || !before.state().isIdle()) {
      throw new AssertionError(decoded + " after " + before);
    } else {
      last.remove(decoded.transactionalId());
    }
  }

  private boolean follows(@Nullable Transaction before, Transaction now) {
    if (before == null) {
      boolean nearlyUsedUp = now.epoch() > Short.MAX_VALUE - 10;
      return now.state() == TransactionState.EMPTY && (now.epoch() == 0 || nearlyUsedUp);
    }
    boolean sameProducer = before.producerId() == now.producerId();
    int raised = now.epoch() - before.epoch();
    boolean ongoing = before.state() == TransactionState.ONGOING;
    return switch (now.state()) {
      case EMPTY ->
          before.state().isIdle() && (sameProducer ? raised == 0 || raised == 1 : now.epoch() == 0);
      case ONGOING ->
          (before.state().isIdle() || ongoing)
              && sameProducer
              && raised == 0
              && now.partitions().containsAll(before.partitions());
      case PREPARE_COMMIT ->
          ongoing
              && sameProducer
              && raised == (now.bumpsEpochs() ? 1 : 0)
              && now.partitions().equals(before.partitions())
              && commitsAsked.contains(now.id() + "/" + before.producerId() + "/" + before.epoch());
      case PREPARE_ABORT ->
          (ongoing || (before.state().isIdle() && now.bumpsEpochs()))
              && sameProducer
              && raised >= 0
              && raised <= 2
              && now.partitions().equals(before.partitions());
      case COMPLETE_COMMIT -> completes(before, now, TransactionState.PREPARE_COMMIT);
      case COMPLETE_ABORT -> completes(before, now, TransactionState.PREPARE_ABORT);
      case DEAD, PREPARE_EPOCH_FENCE -> false;
    };
  }

  private boolean completes(Transaction before, Transaction now, TransactionState prepared) {
    boolean committed = prepared == TransactionState.PREPARE_COMMIT;
    if (committed) {
      commits++;
    } else {
      aborts++;
    }
    boolean marked = true;
    for (TopicPartition partition : before.partitions()) {
      marked &= partitions.has(partition, before.producerId(), before.epoch(), committed);
    }
    boolean rotated = before.bumpsEpochs() && before.nextProducerId() != Transaction.NONE;
    return before.state() == prepared
        && marked
        && (rotated
            ? now.producerId() == before.nextProducerId() && now.epoch() == 0
            : now.producerId() == before.producerId() && now.epoch() == before.epoch());
  }
}
