package io.barnabas.server.api.transaction;

import io.barnabas.codec.ErrorCode;
import io.barnabas.server.api.WireErrors;
import io.barnabas.transaction.message.TransactionFault;

/** Clients before KIP-588 know a fenced producer by its epoch only. */
final class Fencing {
  private Fencing() {}

  /**
   * The error of a fault.
   *
   * @param since the first version of the request whose clients know PRODUCER_FENCED
   */
  static ErrorCode error(TransactionFault fault, short version, int since) {
    return fault == TransactionFault.PRODUCER_FENCED && version < since
        ? ErrorCode.INVALID_PRODUCER_EPOCH
        : WireErrors.of(fault);
  }
}
