package io.barnabas.transaction.rule;

import io.barnabas.coordinator.Effects;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.record.TransactionRecord.TransactionForgotten;
import io.barnabas.transaction.record.TransactionRecord.TransactionStored;
import io.barnabas.transaction.state.Transaction;
import io.barnabas.transaction.state.TransactionState;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The transactional ids of one shard. */
public final class Transactions {
  private final Map<String, Transaction> byId = new HashMap<>();
  private final Set<String> ongoing = new HashSet<>();
  private final TransactionalIdRoom.Share room;

  /** None yet; what they take is noted in the room. */
  public Transactions(TransactionalIdRoom.Share room) {
    this.room = room;
  }

  /** Whether there is memory for it, in the place of what is known under its id. */
  boolean hasRoomFor(Transaction changed, long nowMs) {
    return room.hasRoomFor(byId.get(changed.id()), changed, nowMs);
  }

  public @Nullable Transaction find(String transactionalId) {
    return byId.get(transactionalId);
  }

  public Collection<Transaction> all() {
    return byId.values();
  }

  /** Those with an open transaction; a copy. */
  public List<Transaction> ongoing() {
    return ongoing.stream().map(byId::get).toList();
  }

  /** Takes over what the view has. */
  public void restore(Transaction transaction) {
    room.note(byId.put(transaction.id(), transaction), transaction);
    if (transaction.state() == TransactionState.ONGOING) {
      ongoing.add(transaction.id());
    } else {
      ongoing.remove(transaction.id());
    }
  }

  /** Whether an open transaction can be stored, and so can its end, which takes more room. */
  boolean mayBegin(Transaction open, Effects<TransactionRecord> effects) {
    Transaction end = open.ending(true, Transaction.EPOCH_BUMP_VERSION, 0, effects.nowMs());
    return effects.fits(List.of(new TransactionStored(end)));
  }

  void store(Transaction changed, Effects<TransactionRecord> effects) {
    restore(changed);
    effects.append(new TransactionStored(changed));
  }

  void forget(String transactionalId, Effects<TransactionRecord> effects) {
    room.note(byId.remove(transactionalId), null);
    effects.append(new TransactionForgotten(transactionalId));
  }
}
