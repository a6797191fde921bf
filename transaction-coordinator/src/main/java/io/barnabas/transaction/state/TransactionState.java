package io.barnabas.transaction.state;

import org.jspecify.annotations.Nullable;

/** Where a transactional id stands. Numbers and names are those of Apache Kafka's records. */
public enum TransactionState {
  EMPTY(0, "Empty"),
  ONGOING(1, "Ongoing"),
  PREPARE_COMMIT(2, "PrepareCommit"),
  PREPARE_ABORT(3, "PrepareAbort"),
  COMPLETE_COMMIT(4, "CompleteCommit"),
  COMPLETE_ABORT(5, "CompleteAbort"),
  DEAD(6, "Dead"),
  PREPARE_EPOCH_FENCE(7, "PrepareEpochFence");

  private static final TransactionState[] BY_ID = values();

  private final byte id;
  private final String shownAs;

  TransactionState(int id, String shownAs) {
    this.id = (byte) id;
    this.shownAs = shownAs;
  }

  public byte id() {
    return id;
  }

  /** The name that tools show and filter by. */
  public String shownAs() {
    return shownAs;
  }

  /** Decided, but the markers are not all written. */
  public boolean isPrepared() {
    return this == PREPARE_COMMIT || this == PREPARE_ABORT;
  }

  /** No transaction is open. DEAD is never written, but may have been carried in. */
  public boolean isIdle() {
    return this == EMPTY || this == COMPLETE_COMMIT || this == COMPLETE_ABORT || this == DEAD;
  }

  public static @Nullable TransactionState ofId(byte id) {
    return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
  }

  public static @Nullable TransactionState ofName(String name) {
    for (TransactionState state : BY_ID) {
      if (state.shownAs.equals(name)) {
        return state;
      }
    }
    return null;
  }
}
