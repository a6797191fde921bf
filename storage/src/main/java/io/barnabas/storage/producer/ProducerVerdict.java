package io.barnabas.storage.producer;

import io.barnabas.storage.log.AppendFault;

/** Whether a batch may follow what its producer has written before. */
public sealed interface ProducerVerdict {
  /** The batch is to be verified; the guard is yet to be found. */
  Unverified UNVERIFIED = new Unverified(0);

  /** It may. */
  Accepted ACCEPTED = new Accepted();

  /** The batch is next in line, or has no producer id. */
  record Accepted() implements ProducerVerdict {}

  /** The batch is already in the log: a retry, to be answered with where it is. */
  record Duplicate(long firstOffset, long lastOffset, long timestamp) implements ProducerVerdict {}

  /** The batch would begin a transaction; to be verified and brought again under the guard. */
  record Unverified(long guard) implements ProducerVerdict {}

  /** The batch may not be appended. */
  record Refused(AppendFault fault, String detail) implements ProducerVerdict {}
}
