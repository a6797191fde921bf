package io.barnabas.server.fetch;

import io.barnabas.server.partition.Isolation;

/**
 * The bounds of one fetch.
 *
 * @param maxWaitMs how long to wait for {@code minBytes}; 0 or less answers at once
 * @param minBytes bytes that are worth an answer
 * @param maxBytes most bytes of all partitions together, unless the first batch alone is larger
 * @param isolation how far the client may see
 * @param zstdUnderstood whether the client can know Zstandard (KIP-110)
 */
public record FetchLimits(
    long maxWaitMs, int minBytes, int maxBytes, Isolation isolation, boolean zstdUnderstood) {}
