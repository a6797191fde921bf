package io.barnabas.transaction.record;

import io.barnabas.transaction.state.Transaction;

/**
 * Something that happened to a transactional id and is kept: one record of the state topic each.
 */
public sealed interface TransactionRecord {

  String transactionalId();

  /** Its state has changed. */
  record TransactionStored(Transaction transaction) implements TransactionRecord {
    @Override
    public String transactionalId() {
      return transaction.id();
    }
  }

  /** It has expired. */
  record TransactionForgotten(String transactionalId) implements TransactionRecord {}
}
