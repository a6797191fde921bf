package io.barnabas.transaction.message;

import java.util.List;

/**
 * The answer to {@link ListTransactions}.
 *
 * @param unknownStates names among those asked for that mean nothing
 */
public record ListReply(
    TransactionFault fault, List<String> unknownStates, List<Listed> transactions) {

  /** One transactional id. */
  public record Listed(String transactionalId, long producerId, String state) {}

  public ListReply {
    unknownStates = List.copyOf(unknownStates);
    transactions = List.copyOf(transactions);
  }

  public static ListReply refused(TransactionFault fault) {
    return new ListReply(fault, List.of(), List.of());
  }
}
