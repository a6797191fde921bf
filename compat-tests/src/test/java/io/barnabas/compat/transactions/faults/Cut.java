package io.barnabas.compat.transactions.faults;

/** What can happen to a request on its way. */
enum Cut {
  NONE,

  /** The connection is gone before the broker has any of it. */
  BEFORE,

  /** The connection is gone when the broker has part of it. */
  WITHIN,

  /** The broker has it, the client does not get the answer. */
  AFTER,

  /** As {@link #BEFORE}, but it reaches the broker after all, when the client has gone on. */
  LATE,

  /** As {@link #LATE}, but when the client's next transaction has begun. */
  INTO_NEXT,

  /** The broker gets it twice, the second time later. */
  TWICE
}
