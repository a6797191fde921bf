package io.barnabas.storage.producer;

import io.netty.util.collection.LongObjectHashMap;

/** What {@link ProducerStateManager} knew at an offset; a copy that nothing changes any more. */
public final class KeptProducers {
  private final LongObjectHashMap<ProducerEntry> producers;
  private final OpenTransactions transactions = new OpenTransactions();
  private final long endOffset;

  KeptProducers(
      LongObjectHashMap<ProducerEntry> producers, OpenTransactions transactions, long endOffset) {
    this.producers = copy(producers);
    this.transactions.copyFrom(transactions);
    this.endOffset = endOffset;
  }

  /** The offset up to which (exclusive) batches had been applied. */
  public long endOffset() {
    return endOffset;
  }

  /** The producers, for the caller to change. */
  LongObjectHashMap<ProducerEntry> producers() {
    return copy(producers);
  }

  /** To be copied from. */
  OpenTransactions transactions() {
    return transactions;
  }

  private static LongObjectHashMap<ProducerEntry> copy(LongObjectHashMap<ProducerEntry> entries) {
    LongObjectHashMap<ProducerEntry> copy =
        new LongObjectHashMap<>(
            Math.max(ProducerStateManager.INITIAL_CAPACITY, entries.size() * 2));
    entries.values().forEach(entry -> copy.put(entry.producerId, entry.copy()));
    return copy;
  }
}
