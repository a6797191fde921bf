package io.barnabas.group;

/**
 * The broker's rules for groups.
 *
 * @param partitionCount partitions of the offsets topic ({@code offsets.topic.num.partitions});
 *     must not change once the topic exists
 * @param sessionTimeoutMsMin {@code group.min.session.timeout.ms}
 * @param sessionTimeoutMsMax {@code group.max.session.timeout.ms}
 * @param initialRebalanceDelayMs {@code group.initial.rebalance.delay.ms}
 * @param groupSizeMax {@code group.max.size}, in members
 * @param offsetMetadataBytesMax {@code offset.metadata.max.bytes}
 * @param offsetsRetentionMs {@code offsets.retention.minutes} in milliseconds
 * @param offsetsRetentionCheckIntervalMs {@code offsets.retention.check.interval.ms}
 */
public record GroupConfig(
    int partitionCount,
    int sessionTimeoutMsMin,
    int sessionTimeoutMsMax,
    int initialRebalanceDelayMs,
    int groupSizeMax,
    int offsetMetadataBytesMax,
    long offsetsRetentionMs,
    long offsetsRetentionCheckIntervalMs) {

  /** The same for an offsets topic with this many partitions. */
  public GroupConfig withPartitionCount(int count) {
    return new GroupConfig(
        count,
        sessionTimeoutMsMin,
        sessionTimeoutMsMax,
        initialRebalanceDelayMs,
        groupSizeMax,
        offsetMetadataBytesMax,
        offsetsRetentionMs,
        offsetsRetentionCheckIntervalMs);
  }

  /** Apache Kafka's defaults. */
  public static GroupConfig defaults() {
    return new GroupConfig(
        50, 6_000, 1_800_000, 3_000, Integer.MAX_VALUE, 4_096, 7L * 24 * 60 * 60 * 1000, 600_000);
  }
}
