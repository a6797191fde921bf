package io.barnabas.storage.producer;

import io.barnabas.storage.log.AppendFault;

/** Whether a batch may follow what its producer has written before. */
public sealed interface ProducerVerdict {
  /** It may. */
  Accepted ACCEPTED = new Accepted();

  /** The batch is next in line, or has no producer id. */
  record Accepted() implements ProducerVerdict {}

  /** The batch is already in the log: a retry, to be answered with where it is. */
  record Duplicate(long firstOffset, long lastOffset, long timestamp) implements ProducerVerdict {}

  /** The batch may not be appended. */
  record Refused(AppendFault fault, String detail) implements ProducerVerdict {}
}
