package io.barnabas.transaction;

/**
 * The broker's rules for transactions. Times in milliseconds.
 *
 * @param partitionCount partitions of the state topic ({@code
 *     transaction.state.log.num.partitions}); must not change once the topic exists
 * @param timeoutMsMax {@code transaction.max.timeout.ms}
 * @param idExpirationMs {@code transactional.id.expiration.ms}
 * @param timeoutCheckIntervalMs {@code transaction.abort.timed.out.transaction.cleanup.interval.ms}
 * @param expiryCheckIntervalMs {@code transaction.remove.expired.transaction.cleanup.interval.ms}
 * @param concurrentWaitMs how long a batch that begins the next transaction waits for the last one
 *     to be completed ({@code add.partitions.to.txn.retry.backoff.max.ms})
 * @param markerRetryMs when markers that could not be written are tried again
 */
public record TransactionConfig(
    int partitionCount,
    int timeoutMsMax,
    long idExpirationMs,
    long timeoutCheckIntervalMs,
    long expiryCheckIntervalMs,
    long concurrentWaitMs,
    long markerRetryMs) {

  /** The same for a state topic with this many partitions. */
  public TransactionConfig withPartitionCount(int count) {
    return new TransactionConfig(
        count,
        timeoutMsMax,
        idExpirationMs,
        timeoutCheckIntervalMs,
        expiryCheckIntervalMs,
        concurrentWaitMs,
        markerRetryMs);
  }

  /** Apache Kafka's defaults. */
  public static TransactionConfig defaults() {
    return new TransactionConfig(
        50, 900_000, 7L * 24 * 60 * 60 * 1000, 10_000, 3_600_000, 100, 100);
  }
}
