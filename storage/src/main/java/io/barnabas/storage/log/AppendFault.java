package io.barnabas.storage.log;

/** Why an append was refused. The server maps each to what clients see. */
public enum AppendFault {
  /** The caller leads under an epoch older than the log has seen. */
  STALE_LEADER_EPOCH,
  /** Bytes that are no batch, or whose CRC does not match. */
  CORRUPT_BATCH,
  /** A batch or record that breaks a rule of the format or of the topic (a missing key, say). */
  INVALID_RECORD,
  /** A batch over {@code max.message.bytes}. */
  BATCH_TOO_LARGE,
  /** A follower was sent batches that begin before its log end. */
  OUT_OF_ORDER_OFFSETS,
  /** More bytes in one request than a segment can hold. */
  BATCHES_TOO_LARGE,
  /** A record format this broker does not take: magic 0 or 1. */
  UNSUPPORTED_FORMAT,
  UNSUPPORTED_COMPRESSION,
  /** A timestamp outside what the topic accepts. */
  INVALID_TIMESTAMP,
  OUT_OF_ORDER_SEQUENCE,
  /** A producer epoch older than the newest one seen: fenced. */
  INVALID_PRODUCER_EPOCH,
  UNKNOWN_PRODUCER_ID,
  /** A transactional batch where no transaction is allowed, or the reverse. */
  INVALID_TRANSACTION_STATE,
  /** A transaction marker of a coordinator that has been replaced. */
  STALE_COORDINATOR_EPOCH,
  /** The disk failed; nothing of the append is or will become visible. */
  STORAGE_ERROR,
  /** The log is closed or deleted. */
  LOG_CLOSED
}
