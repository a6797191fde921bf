package io.barnabas.transaction.message;

/**
 * A partition that takes part in a transaction, by the name of its topic as the records have it.
 */
public record TopicPartition(String topic, int partition) {}
