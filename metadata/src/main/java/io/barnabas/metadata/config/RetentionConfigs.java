package io.barnabas.metadata.config;

import static io.barnabas.metadata.config.ConfigType.BOOLEAN;
import static io.barnabas.metadata.config.ConfigType.DOUBLE;
import static io.barnabas.metadata.config.ConfigType.LIST;
import static io.barnabas.metadata.config.ConfigType.LONG;
import static io.barnabas.metadata.config.ConfigValidator.ANY;
import static io.barnabas.metadata.config.ConfigValidator.atLeast;
import static io.barnabas.metadata.config.ConfigValidator.between;
import static io.barnabas.metadata.config.ConfigValidator.someOf;

import java.util.List;

/** Topic configs about what is kept and for how long. */
final class RetentionConfigs {
  private static final String NO_LIMIT = Long.toString(Long.MAX_VALUE);
  private static final long MINUTE_MS = 60_000;
  private static final long HOUR_MS = 60 * MINUTE_MS;

  private RetentionConfigs() {}

  static List<ConfigDefinition> all() {
    return List.of(
        new ConfigDefinition(
                "cleanup.policy",
                LIST,
                "delete",
                someOf("compact", "delete"),
                "How old data leaves: \"delete\" drops segments past the retention limits, \"compact\""
                    + " keeps the newest record of each key, both together do both; empty keeps"
                    + " everything.")
            .or("log.cleanup.policy"),
        new ConfigDefinition(
                "retention.ms",
                LONG,
                "604800000",
                atLeast(-1),
                "How long records are kept under the \"delete\" policy, in milliseconds; -1 for no"
                    + " limit.")
            .or("log.retention.ms", null, 1)
            .or("log.retention.minutes", null, MINUTE_MS)
            .or("log.retention.hours", "168", HOUR_MS),
        new ConfigDefinition(
                "retention.bytes",
                LONG,
                "-1",
                ANY,
                "How large a partition may grow before the \"delete\" policy drops its oldest segments,"
                    + " in bytes; -1 for no limit.")
            .or("log.retention.bytes"),
        new ConfigDefinition(
                "delete.retention.ms",
                LONG,
                "86400000",
                atLeast(0),
                "How long a tombstone stays in a compacted topic, in milliseconds: the time a consumer"
                    + " that starts from the beginning has to reach it.")
            .or("log.cleaner.delete.retention.ms"),
        new ConfigDefinition(
                "min.compaction.lag.ms",
                LONG,
                "0",
                atLeast(0),
                "How long a record is safe from compaction after it was written, in milliseconds.")
            .or("log.cleaner.min.compaction.lag.ms"),
        new ConfigDefinition(
                "max.compaction.lag.ms",
                LONG,
                NO_LIMIT,
                atLeast(1),
                "How long a record may at most wait for compaction, in milliseconds.")
            .or("log.cleaner.max.compaction.lag.ms"),
        new ConfigDefinition(
                "min.cleanable.dirty.ratio",
                DOUBLE,
                "0.5",
                between(0, 1),
                "The share of a log that must be uncompacted before it is worth compacting again.")
            .or("log.cleaner.min.cleanable.ratio"),
        new ConfigDefinition(
                "local.retention.ms",
                LONG,
                "-2",
                atLeast(-2),
                "With tiered storage, how long segments stay on the broker; -2 means retention.ms.")
            .or("log.local.retention.ms"),
        new ConfigDefinition(
                "local.retention.bytes",
                LONG,
                "-2",
                atLeast(-2),
                "With tiered storage, how much of a partition stays on the broker; -2 means"
                    + " retention.bytes.")
            .or("log.local.retention.bytes"),
        new ConfigDefinition(
            "remote.storage.enable",
            BOOLEAN,
            "false",
            ANY,
            "Whether segments of the topic are moved to tiered storage."),
        new ConfigDefinition(
            "remote.log.copy.disable",
            BOOLEAN,
            "false",
            ANY,
            "Whether the topic stops moving segments to tiered storage."),
        new ConfigDefinition(
            "remote.log.delete.on.disable",
            BOOLEAN,
            "false",
            ANY,
            "Whether disabling tiered storage for the topic also deletes what is stored there."),
        new ConfigDefinition(
                "remote.copy.lag.ms",
                LONG,
                "0",
                atLeast(-1),
                "With tiered storage, the age at which a segment is moved; -1 means local.retention.ms.")
            .or("log.remote.copy.lag.ms"),
        new ConfigDefinition(
                "remote.copy.lag.bytes",
                LONG,
                "-1",
                atLeast(-1),
                "With tiered storage, how much newer data makes a segment ready to be moved; -1 means"
                    + " local.retention.bytes.")
            .or("log.remote.copy.lag.bytes"));
  }
}
