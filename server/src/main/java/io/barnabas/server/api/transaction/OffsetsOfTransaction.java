package io.barnabas.server.api.transaction;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.TxnOffsetCommitRequest;
import io.barnabas.codec.message.TxnOffsetCommitResponse;
import io.barnabas.group.message.CommitOffsets;
import io.barnabas.group.message.CommitReply;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.image.TopicsImage;
import io.barnabas.server.api.WireErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The offsets of a TxnOffsetCommit: those of partitions that exist, and the answer to all. Takes
 * time in proportion to the request.
 */
final class OffsetsOfTransaction {
  private final TxnOffsetCommitRequest request;
  private final boolean byId;
  private final List<CommitOffsets.Topic> known = new ArrayList<>();

  /** Per topic of the request, the fault of each partition that does not exist. */
  private final List<Map<Integer, ErrorCode>> errors = new ArrayList<>();

  private final List<Integer> places = new ArrayList<>();

  /**
   * @param byId whether topics are named by their ids
   */
  OffsetsOfTransaction(TxnOffsetCommitRequest request, boolean byId, TopicsImage image) {
    this.request = request;
    this.byId = byId;
    for (TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic asked : request.topics()) {
      TopicImage topic = byId ? image.topic(asked.topicId()) : image.topic(asked.name());
      sort(asked, topic);
    }
  }

  private void sort(
      TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic asked,
      @org.jspecify.annotations.Nullable TopicImage topic) {
    Map<Integer, ErrorCode> missing = new HashMap<>();
    List<CommitOffsets.Partition> partitions = new ArrayList<>();
    for (TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition each : asked.partitions()) {
      if (topic != null && topic.partition(each.partitionIndex()) != null) {
        partitions.add(
            new CommitOffsets.Partition(
                each.partitionIndex(),
                each.committedOffset(),
                each.committedLeaderEpoch(),
                each.committedMetadata()));
      } else {
        missing.put(
            each.partitionIndex(),
            topic == null && byId
                ? ErrorCode.UNKNOWN_TOPIC_ID
                : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
      }
    }
    if (topic != null && !partitions.isEmpty()) {
      known.add(new CommitOffsets.Topic(topic.id(), topic.name(), partitions));
      places.add(errors.size());
    }
    errors.add(missing);
  }

  /** Those of partitions that exist. */
  List<CommitOffsets.Topic> known() {
    return known;
  }

  /** The answer when all that exist fail, or none do. */
  TxnOffsetCommitResponse refused(ErrorCode error) {
    return response(error);
  }

  /** The answer when the coordinator has decided on those that exist. */
  TxnOffsetCommitResponse decided(CommitReply reply) {
    for (int at = 0; at < reply.topics().size(); at++) {
      Map<Integer, ErrorCode> ofTopic = errors.get(places.get(at));
      for (CommitReply.Partition each : reply.topics().get(at).partitions()) {
        ofTopic.put(each.index(), WireErrors.of(each.fault()));
      }
    }
    return response(ErrorCode.UNKNOWN_SERVER_ERROR);
  }

  private TxnOffsetCommitResponse response(ErrorCode otherwise) {
    List<TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic> topics = new ArrayList<>();
    for (int at = 0; at < errors.size(); at++) {
      TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic asked = request.topics().get(at);
      Map<Integer, ErrorCode> ofTopic = errors.get(at);
      topics.add(
          TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic.builder()
              .name(asked.name())
              .topicId(asked.topicId())
              .partitions(
                  asked.partitions().stream()
                      .map(
                          each ->
                              TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition.builder()
                                  .partitionIndex(each.partitionIndex())
                                  .errorCode(
                                      ofTopic.getOrDefault(each.partitionIndex(), otherwise).code())
                                  .build())
                      .toList())
              .build());
    }
    return TxnOffsetCommitResponse.builder().topics(topics).build();
  }
}
