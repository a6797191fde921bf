package io.barnabas.server.partition;

/** What is counted of the traffic of topics, under Apache Kafka's names. */
public enum TrafficKind {
  MESSAGES_IN("MessagesInPerSec", "Records that were appended."),
  BYTES_IN("BytesInPerSec", "Bytes of batches that were appended."),
  BYTES_OUT("BytesOutPerSec", "Bytes of batches that were sent to consumers."),
  BYTES_REJECTED("BytesRejectedPerSec", "Bytes of batches that were too large."),
  PRODUCE_REQUESTS("TotalProduceRequestsPerSec", "Appends to partitions that were asked for."),
  FETCH_REQUESTS("TotalFetchRequestsPerSec", "Reads of partitions that were answered."),
  FAILED_PRODUCE("FailedProduceRequestsPerSec", "Appends that were refused for their content."),
  FAILED_FETCH("FailedFetchRequestsPerSec", "Reads that failed for a failed disk."),
  INVALID_MAGIC("InvalidMagicNumberRecordsPerSec", "Batches of a format that is not taken."),
  INVALID_CRC("InvalidMessageCrcRecordsPerSec", "Batches that were damaged or cut."),
  INVALID_OFFSET_OR_SEQUENCE(
      "InvalidOffsetOrSequenceRecordsPerSec", "Batches out of their producer's sequence."),
  NO_KEY("NoKeyCompactedTopicRecordsPerSec", "Records that compacted topics refused for no key."),
  CONVERSIONS("ProduceMessageConversionsPerSec", "Records compressed anew for their topic.");

  private final String kafkaName;
  private final String help;

  TrafficKind(String kafkaName, String help) {
    this.kafkaName = kafkaName;
    this.help = help;
  }

  public String kafkaName() {
    return kafkaName;
  }

  public String help() {
    return help;
  }
}
