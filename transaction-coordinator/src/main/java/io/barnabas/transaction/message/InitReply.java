package io.barnabas.transaction.message;

/** The answer to {@link InitProducer}; -1 for both with a fault. */
public record InitReply(TransactionFault fault, long producerId, short producerEpoch) {

  public static InitReply refused(TransactionFault fault) {
    return new InitReply(fault, -1, (short) -1);
  }
}
