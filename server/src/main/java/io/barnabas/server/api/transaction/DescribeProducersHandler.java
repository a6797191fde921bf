package io.barnabas.server.api.transaction;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.DescribeProducersRequest;
import io.barnabas.codec.message.DescribeProducersResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.Repeats;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.api.WireErrors;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionFault;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.Partitions;
import io.barnabas.storage.producer.ProducerState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** DescribeProducers (key 61), version 0 (KIP-664): what partitions know of their producers. */
public final class DescribeProducersHandler
    implements ApiHandler<DescribeProducersRequest, DescribeProducersResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DESCRIBE_PRODUCERS);

  private record Pending(
      String topic, CompletableFuture<DescribeProducersResponse.PartitionResponse> answer) {}

  /** What is described. */
  private record Asked(String topic, int index) {}

  private final Partitions partitions;

  public DescribeProducersHandler(Partitions partitions) {
    this.partitions = partitions;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DescribeProducersResponse> handle(
      RequestContext context, DescribeProducersRequest request) {
    List<List<Pending>> pending = new ArrayList<>();
    Repeats<Asked> asked = new Repeats<>();
    for (DescribeProducersRequest.TopicRequest topic : request.topics()) {
      List<Pending> ofTopic = new ArrayList<>();
      for (int index : topic.partitionIndexes()) {
        if (asked.take(new Asked(topic.name(), index))) {
          ofTopic.add(
              new Pending(topic.name(), describe(topic.name(), index).toCompletableFuture()));
        }
      }
      pending.add(ofTopic);
    }
    CompletableFuture<?>[] answers =
        pending.stream()
            .flatMap(List::stream)
            .map(Pending::answer)
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(answers).thenApply(all -> response(request, pending));
  }

  private static DescribeProducersResponse response(
      DescribeProducersRequest request, List<List<Pending>> pending) {
    List<DescribeProducersResponse.TopicResponse> topics = new ArrayList<>();
    for (int at = 0; at < pending.size(); at++) {
      topics.add(
          DescribeProducersResponse.TopicResponse.builder()
              .name(request.topics().get(at).name())
              .partitions(pending.get(at).stream().map(each -> each.answer().join()).toList())
              .build());
    }
    return DescribeProducersResponse.builder().topics(topics).build();
  }

  private CompletionStage<DescribeProducersResponse.PartitionResponse> describe(
      String topic, int index) {
    if (!TopicNames.isValid(topic)) {
      return refused(index, ErrorCode.INVALID_TOPIC_EXCEPTION, "No topic has this name: " + topic);
    }
    Partition partition = partitions.find(topic, index);
    PartitionFault fault =
        partition == null
            ? partitions.whyMissing(topic, index)
            : partition.refusalFor(partition.role(), -1);
    if (partition != null
        && fault == null
        && partition.role() instanceof PartitionRole.Leader leader) {
      return leader.log().producers().thenApply(found -> described(index, found));
    }
    ErrorCode error = fault == null ? ErrorCode.NOT_LEADER_OR_FOLLOWER : WireErrors.of(fault);
    return refused(index, error, "This broker does not lead " + topic + "-" + index);
  }

  private static CompletionStage<DescribeProducersResponse.PartitionResponse> refused(
      int index, ErrorCode error, String message) {
    return CompletableFuture.completedFuture(
        DescribeProducersResponse.PartitionResponse.builder()
            .partitionIndex(index)
            .errorCode(error.code())
            .errorMessage(message)
            .build());
  }

  private static DescribeProducersResponse.PartitionResponse described(
      int index, Collection<ProducerState> producers) {
    return DescribeProducersResponse.PartitionResponse.builder()
        .partitionIndex(index)
        .activeProducers(
            producers.stream()
                .map(
                    each ->
                        DescribeProducersResponse.ProducerState.builder()
                            .producerId(each.producerId())
                            .producerEpoch(each.epoch())
                            .lastSequence(each.lastSequence())
                            .lastTimestamp(each.lastTimestamp())
                            .coordinatorEpoch(each.coordinatorEpoch())
                            .currentTxnStartOffset(each.transactionStartOffset())
                            .build())
                .toList())
        .build();
  }
}
