package io.barnabas.server.api;

import io.barnabas.server.api.topic.OffsetsTopic;
import io.barnabas.server.api.topic.TransactionsTopic;
import io.barnabas.server.config.Settings;

/**
 * What handlers take from the broker's settings.
 *
 * @param createsTopics {@code auto.create.topics.enable}
 * @param deletesTopics {@code delete.topic.enable}
 * @param fetchMaxBytes {@code fetch.max.bytes}
 * @param describedPartitionsMax {@code max.request.partition.size.limit}
 * @param offsetsTopic {@code offsets.topic.*}
 * @param transactionsTopic {@code transaction.state.log.*}
 */
public record ApiSettings(
    boolean createsTopics,
    boolean deletesTopics,
    int fetchMaxBytes,
    int describedPartitionsMax,
    OffsetsTopic offsetsTopic,
    TransactionsTopic transactionsTopic) {
  /** Reads the settings. */
  public static ApiSettings from(Settings settings) {
    return new ApiSettings(
        settings.booleanValue("auto.create.topics.enable"),
        settings.booleanValue("delete.topic.enable"),
        settings.intValue("fetch.max.bytes"),
        settings.intValue("max.request.partition.size.limit"),
        new OffsetsTopic(
            settings.intValue("offsets.topic.num.partitions"),
            settings.intValue("offsets.topic.replication.factor"),
            settings.intValue("offsets.topic.segment.bytes")),
        new TransactionsTopic(
            settings.intValue("transaction.state.log.num.partitions"),
            settings.intValue("transaction.state.log.replication.factor"),
            settings.intValue("transaction.state.log.segment.bytes"),
            settings.intValue("transaction.state.log.min.isr")));
  }
}
