package io.barnabas.benchmarks.load;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.CreateTopicsRequest;
import io.barnabas.codec.message.CreateTopicsResponse;
import io.barnabas.codec.message.DeleteTopicsRequest;
import io.barnabas.codec.message.DeleteTopicsResponse;
import io.barnabas.codec.message.ListOffsetsRequest;
import io.barnabas.codec.message.ListOffsetsResponse;
import io.barnabas.codec.message.MetadataRequest;
import io.barnabas.codec.message.MetadataResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A topic to load: its id and how many partitions it has. */
public record Topic(String name, Uuid id, int partitions) {
  private static final short CREATE_VERSION = 7;
  private static final short DELETE_VERSION = 6;
  private static final short LIST_VERSION = 8;
  private static final long LATEST = -1;
  private static final short METADATA_VERSION = 12;
  private static final long RETRY_NANOS = 1_000_000;

  /** Creates the topic and waits until every partition has a leader. */
  public static Topic create(WireConnection connection, String name, int partitions)
      throws IOException {
    return create(connection, name, partitions, Map.of());
  }

  /** As above, with configs of its own. */
  public static Topic create(
      WireConnection connection, String name, int partitions, Map<String, String> configs)
      throws IOException {
    CreateTopicsRequest request =
        CreateTopicsRequest.builder()
            .timeoutMs(30_000)
            .topics(
                List.of(
                    CreateTopicsRequest.CreatableTopic.builder()
                        .name(name)
                        .numPartitions(partitions)
                        .replicationFactor((short) 1)
                        .configs(
                            configs.entrySet().stream()
                                .map(
                                    config ->
                                        new CreateTopicsRequest.CreatableTopicConfig(
                                            config.getKey(), config.getValue()))
                                .toList())
                        .build()))
            .build();
    short error;
    do {
      error =
          CreateTopicsResponse.read(
                  connection.exchange(ApiKey.CREATE_TOPICS, CREATE_VERSION, request),
                  CREATE_VERSION)
              .topics()
              .get(0)
              .errorCode();
    } while (error != 0 && retry(error));
    return await(connection, name, partitions);
  }

  /** Waits until every partition of a topic that is there has a leader. */
  public static Topic await(WireConnection connection, String name, int partitions)
      throws IOException {
    MetadataRequest request =
        MetadataRequest.builder()
            .topics(List.of(MetadataRequest.MetadataRequestTopic.builder().name(name).build()))
            .allowAutoTopicCreation(false)
            .build();
    while (true) {
      MetadataResponse.MetadataResponseTopic topic =
          MetadataResponse.read(
                  connection.exchange(ApiKey.METADATA, METADATA_VERSION, request), METADATA_VERSION)
              .topics()
              .get(0);
      long led = topic.partitions().stream().filter(partition -> partition.leaderId() >= 0).count();
      if (topic.errorCode() == 0 && led == partitions) {
        return new Topic(name, topic.topicId(), partitions);
      }
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  /** Where each partition ends. */
  long[] endOffsets(WireConnection connection) throws IOException {
    List<ListOffsetsRequest.ListOffsetsPartition> asked =
        IntStream.range(0, partitions)
            .mapToObj(
                partition ->
                    ListOffsetsRequest.ListOffsetsPartition.builder()
                        .partitionIndex(partition)
                        .timestamp(LATEST)
                        .build())
            .toList();
    ListOffsetsRequest request =
        ListOffsetsRequest.builder()
            .replicaId(-1)
            .topics(
                List.of(
                    ListOffsetsRequest.ListOffsetsTopic.builder()
                        .name(name)
                        .partitions(asked)
                        .build()))
            .build();
    long[] ends = new long[partitions];
    ListOffsetsResponse.read(
            connection.exchange(ApiKey.LIST_OFFSETS, LIST_VERSION, request), LIST_VERSION)
        .topics()
        .get(0)
        .partitions()
        .forEach(
            each -> {
              ProduceLoad.check(ErrorCode.ofCode(each.errorCode()));
              ends[each.partitionIndex()] = each.offset();
            });
    return ends;
  }

  /** Deletes the topic; returns when that is answered. */
  public void delete(WireConnection connection) throws IOException {
    DeleteTopicsRequest request =
        DeleteTopicsRequest.builder()
            .timeoutMs(30_000)
            .topics(List.of(DeleteTopicsRequest.DeleteTopicState.builder().topicId(id).build()))
            .build();
    short error =
        DeleteTopicsResponse.read(
                connection.exchange(ApiKey.DELETE_TOPICS, DELETE_VERSION, request), DELETE_VERSION)
            .responses()
            .get(0)
            .errorCode();
    ProduceLoad.check(ErrorCode.ofCode(error));
  }

  private static boolean retry(short error) {
    ErrorCode code = ErrorCode.ofCode(error);
    if (!code.isRetriable()) {
      throw new IllegalStateException("cannot create a topic: " + code);
    }
    LockSupport.parkNanos(RETRY_NANOS);
    return true;
  }

  /** The same topic, of which only the first partitions are used. */
  public Topic withPartitions(int fewer) {
    return new Topic(name, id, fewer);
  }
}
