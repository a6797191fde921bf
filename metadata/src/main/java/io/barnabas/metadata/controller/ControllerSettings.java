package io.barnabas.metadata.controller;

/**
 * What the controller takes from the node's configuration.
 *
 * @param defaultPartitionCount {@code num.partitions}
 * @param defaultReplicationFactor {@code default.replication.factor}
 */
public record ControllerSettings(int defaultPartitionCount, int defaultReplicationFactor) {}
