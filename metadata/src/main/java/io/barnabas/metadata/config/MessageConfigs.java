package io.barnabas.metadata.config;

import static io.barnabas.metadata.config.ConfigType.BOOLEAN;
import static io.barnabas.metadata.config.ConfigType.INT;
import static io.barnabas.metadata.config.ConfigType.LIST;
import static io.barnabas.metadata.config.ConfigType.LONG;
import static io.barnabas.metadata.config.ConfigType.STRING;
import static io.barnabas.metadata.config.ConfigValidator.ANY;
import static io.barnabas.metadata.config.ConfigValidator.atLeast;
import static io.barnabas.metadata.config.ConfigValidator.between;
import static io.barnabas.metadata.config.ConfigValidator.betweenOr;
import static io.barnabas.metadata.config.ConfigValidator.oneOf;
import static io.barnabas.metadata.config.ConfigValidator.throttledReplicas;

import java.util.List;

/** Topic configs about which records are taken in, in which form, and how they are replicated. */
final class MessageConfigs {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private MessageConfigs() {}

  static List<ConfigDefinition> all() {
    return List.of(
        new ConfigDefinition(
                "compression.type",
                STRING,
                "producer",
                oneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"),
                "How batches are stored: with a codec, \"uncompressed\", or as the \"producer\" sent"
                    + " them.")
            .or("compression.type"),
        new ConfigDefinition(
                "compression.gzip.level",
                INT,
                "-1",
                betweenOr(1, 9, -1),
                "The level for compression.type gzip.")
            .or("compression.gzip.level"),
        new ConfigDefinition(
                "compression.lz4.level",
                INT,
                "9",
                between(1, 17),
                "The level for compression.type lz4.")
            .or("compression.lz4.level"),
        new ConfigDefinition(
                "compression.zstd.level",
                INT,
                "3",
                between(-131_072, 22),
                "The level for compression.type zstd.")
            .or("compression.zstd.level"),
        new ConfigDefinition(
                "max.message.bytes",
                INT,
                "1048588",
                atLeast(0),
                "The largest record batch taken in, in bytes, compressed as it is.")
            .or("message.max.bytes"),
        new ConfigDefinition(
                "max.decompressed.message.bytes",
                INT,
                Integer.toString(LARGEST_ARRAY),
                between(1, LARGEST_ARRAY),
                "The largest single record taken in, in bytes, where the broker decompresses it.")
            .or("max.decompressed.message.bytes"),
        new ConfigDefinition(
                "message.timestamp.type",
                STRING,
                "CreateTime",
                oneOf("CreateTime", "LogAppendTime"),
                "Whether records keep the time their producer gave them or get that of the append.")
            .or("log.message.timestamp.type"),
        new ConfigDefinition(
                "message.timestamp.before.max.ms",
                LONG,
                Long.toString(Long.MAX_VALUE),
                atLeast(0),
                "How far the time of a record may lie before the broker's, in milliseconds; not for"
                    + " LogAppendTime.")
            .or("log.message.timestamp.before.max.ms"),
        new ConfigDefinition(
                "message.timestamp.after.max.ms",
                LONG,
                "3600000",
                atLeast(0),
                "How far the time of a record may lie after the broker's, in milliseconds; not for"
                    + " LogAppendTime.")
            .or("log.message.timestamp.after.max.ms"),
        new ConfigDefinition(
                "min.insync.replicas",
                INT,
                "1",
                atLeast(1),
                "How many replicas must be in sync, the leader included, for a produce with acks=all.")
            .or("min.insync.replicas"),
        new ConfigDefinition(
                "unclean.leader.election.enable",
                BOOLEAN,
                "false",
                ANY,
                "Whether a replica that is not in sync may lead when no other can, at the price of lost"
                    + " records.")
            .or("unclean.leader.election.enable"),
        new ConfigDefinition(
            "leader.replication.throttled.replicas",
            LIST,
            "",
            throttledReplicas(),
            "Replicas whose replication is throttled on the leader: partition:broker pairs, or * for"
                + " all."),
        new ConfigDefinition(
            "follower.replication.throttled.replicas",
            LIST,
            "",
            throttledReplicas(),
            "Replicas whose replication is throttled on the follower: partition:broker pairs, or * for"
                + " all."),
        new ConfigDefinition(
            "errors.deadletterqueue.group.enable",
            BOOLEAN,
            "false",
            ANY,
            "Whether share groups may write undeliverable records to this topic."));
  }
}
