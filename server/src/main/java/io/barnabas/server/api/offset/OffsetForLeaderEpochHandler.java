package io.barnabas.server.api.offset;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.OffsetForLeaderEpochRequest;
import io.barnabas.codec.message.OffsetForLeaderEpochResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionFault;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.Partitions;
import io.barnabas.storage.log.EpochEndOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * OffsetForLeaderEpoch (key 23), versions 2-4: where a leader epoch ended, for whoever wants to
 * know whether its own log has parted from the leader's (KIP-101, KIP-320).
 *
 * <ul>
 *   <li>v3: replicas may ask; v4: flexible
 * </ul>
 */
public final class OffsetForLeaderEpochHandler
    implements ApiHandler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.OFFSET_FOR_LEADER_EPOCH);

  private final Partitions partitions;
  private final Executor readerPool;

  /**
   * A handler.
   *
   * @param readerPool for opening logs that nobody has touched
   */
  public OffsetForLeaderEpochHandler(Partitions partitions, Executor readerPool) {
    this.partitions = partitions;
    this.readerPool = readerPool;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable OffsetForLeaderEpochResponse> handle(
      RequestContext context, OffsetForLeaderEpochRequest request) {
    return areInMemory(request)
        ? CompletableFuture.completedFuture(answer(request))
        : CompletableFuture.supplyAsync(() -> answer(request), readerPool);
  }

  private boolean areInMemory(OffsetForLeaderEpochRequest request) {
    return request.topics().stream()
        .allMatch(
            topic ->
                topic.partitions().stream()
                    .map(asked -> partitions.find(topic.topic(), asked.partition()))
                    .allMatch(partition -> partition == null || partition.isInMemory()));
  }

  private OffsetForLeaderEpochResponse answer(OffsetForLeaderEpochRequest request) {
    return OffsetForLeaderEpochResponse.builder()
        .topics(request.topics().stream().map(this::topic).toList())
        .build();
  }

  private OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult topic(
      OffsetForLeaderEpochRequest.OffsetForLeaderTopic topic) {
    return OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult.builder()
        .topic(topic.topic())
        .partitions(
            topic.partitions().stream()
                .map(partition -> partition(topic.topic(), partition))
                .toList())
        .build();
  }

  private OffsetForLeaderEpochResponse.EpochEndOffset partition(
      String topic, OffsetForLeaderEpochRequest.OffsetForLeaderPartition asked) {
    Partition partition = partitions.find(topic, asked.partition());
    if (partition == null) {
      return failed(asked, partitions.whyMissing(topic, asked.partition()));
    }
    PartitionRole role = partition.role();
    PartitionFault refusal = partition.refusalFor(role, asked.currentLeaderEpoch());
    if (refusal != null) {
      return failed(asked, refusal);
    }
    EpochEndOffset end = ((PartitionRole.Leader) role).endOffsetForEpoch(asked.leaderEpoch());
    return OffsetForLeaderEpochResponse.EpochEndOffset.builder()
        .partition(asked.partition())
        .leaderEpoch(end.leaderEpoch())
        .endOffset(end.endOffset())
        .build();
  }

  private static OffsetForLeaderEpochResponse.EpochEndOffset failed(
      OffsetForLeaderEpochRequest.OffsetForLeaderPartition asked, PartitionFault fault) {
    return OffsetForLeaderEpochResponse.EpochEndOffset.builder()
        .errorCode(WireErrors.of(fault).code())
        .partition(asked.partition())
        .build();
  }
}
