package io.barnabas.compat.transactions.faults;

/** What the application knows of a transaction when it has done with it. */
enum Outcome {
  /** The commit was acknowledged: all of it must be seen. */
  COMMITTED,

  /** Nobody ever asked for a commit: nothing of it may be seen. */
  ABORTED,

  /** A commit was asked for, and there was no answer or a bad one: all of it, or nothing. */
  UNKNOWN
}
