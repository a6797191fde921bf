package io.barnabas.coordinator;

/**
 * Bounds of the runtime.
 *
 * @param operationsInFlightMax operations per shard that may be queued or wait for their commit;
 *     more are refused
 * @param commitTimeoutMs how long a reply waits for its records to be committed ({@code
 *     offsets.commit.timeout.ms})
 * @param viewWriteDelayMs how long committed changes may stay out of the view store
 * @param viewWriteEntriesMax committed changes after which they are written at once
 * @param viewSyncEntries changes written to the store after which it is told to make them durable
 * @param reloadDelayMs how long to wait before loading again after a failure; doubles, up to 128
 *     times this, while loads keep failing
 */
public record RuntimeConfig(
    int operationsInFlightMax,
    long commitTimeoutMs,
    long viewWriteDelayMs,
    int viewWriteEntriesMax,
    int viewSyncEntries,
    long reloadDelayMs) {

  public static RuntimeConfig defaults() {
    return new RuntimeConfig(10_000, 5_000, 500, 5_000, 200_000, 250);
  }

  public RuntimeConfig withCommitTimeoutMs(long timeoutMs) {
    return new RuntimeConfig(
        operationsInFlightMax,
        timeoutMs,
        viewWriteDelayMs,
        viewWriteEntriesMax,
        viewSyncEntries,
        reloadDelayMs);
  }
}
