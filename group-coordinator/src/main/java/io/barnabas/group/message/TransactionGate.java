package io.barnabas.group.message;

/**
 * A moment of a group's partition. A commit in a transaction that was verified after it is refused
 * if the transaction has ended since: nobody would end it a second time (KIP-890).
 *
 * @param fault why there is none
 * @param owner the life of the partition's coordinator that it is a moment of
 * @param marker the markers written before
 */
public record TransactionGate(GroupFault fault, Object owner, long marker) {

  public static TransactionGate refused(GroupFault fault) {
    return new TransactionGate(fault, fault, 0);
  }
}
