package io.barnabas.transaction.message;

/**
 * The answer to {@link EndTransaction}.
 *
 * @param producerId with which the client goes on under Transactions V2, otherwise -1
 * @param producerEpoch likewise
 */
public record EndReply(TransactionFault fault, long producerId, short producerEpoch) {

  public static EndReply of(TransactionFault fault) {
    return new EndReply(fault, -1, (short) -1);
  }
}
