package io.barnabas.server.partition;

import io.barnabas.storage.log.LogConfig;

/**
 * The topic configs that a partition obeys.
 *
 * @param log those its log obeys
 * @param minInSyncReplicas {@code min.insync.replicas}, at most the number of its replicas
 */
public record PartitionSettings(LogConfig log, int minInSyncReplicas) {}
