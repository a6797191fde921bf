package io.barnabas.server.api.fetch;

import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Records;
import io.barnabas.codec.message.FetchResponse;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.LeaderHints;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import io.barnabas.server.fetch.FetchContext;
import io.barnabas.server.fetch.FetchKey;
import io.barnabas.server.fetch.FetchTarget;
import io.barnabas.server.fetch.FetchedPartition;
import io.barnabas.server.partition.PartitionFault;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the answer to one fetch together; runs of one topic become one topic, in reading order. */
final class FetchAnswer {
  private static final int HINTS_SINCE_VERSION = 16;

  private final ClusterView cluster;
  private final RequestContext context;
  private final boolean committedOnly;
  private @Nullable LeaderHints hints;

  /**
   * An answer in the making.
   *
   * @param committedOnly whether the client reads committed transactions only, and is told which
   *     were aborted
   */
  FetchAnswer(ClusterView cluster, RequestContext context, boolean committedOnly) {
    this.cluster = cluster;
    this.context = context;
    this.committedOnly = committedOnly;
  }

  FetchResponse of(FetchContext.Answer answer) {
    List<FetchResponse.FetchableTopicResponse> topics = topics(answer.partitions());
    ErrorCode error = answer.fault() == null ? ErrorCode.NONE : WireErrors.of(answer.fault());
    return FetchResponse.builder()
        .errorCode(error.code())
        .sessionId(answer.sessionId())
        .responses(topics)
        .nodeEndpoints(endpoints())
        .build();
  }

  /** The answer to a broker that is no replica of what it asks for. */
  FetchResponse refusing(List<FetchTarget> targets) {
    List<FetchedPartition> refused =
        targets.stream()
            .map(target -> FetchedPartition.failed(target, PartitionFault.NOT_LEADER))
            .toList();
    return of(new FetchContext.Answer(0, null, refused));
  }

  private List<FetchResponse.FetchableTopicResponse> topics(List<FetchedPartition> partitions) {
    List<FetchResponse.FetchableTopicResponse> topics = new ArrayList<>();
    int from = 0;
    while (from < partitions.size()) {
      FetchKey first = partitions.get(from).target().key();
      List<FetchResponse.PartitionData> data = new ArrayList<>();
      int at = from;
      while (at < partitions.size() && partitions.get(at).target().key().sameTopic(first)) {
        data.add(partition(partitions.get(at)));
        at++;
      }
      topics.add(
          FetchResponse.FetchableTopicResponse.builder()
              .topic(first.topic())
              .topicId(first.topicId())
              .partitions(data)
              .build());
      from = at;
    }
    return topics;
  }

  private FetchResponse.PartitionData partition(FetchedPartition found) {
    Records records = found.records();
    FetchResponse.PartitionData.Builder data =
        FetchResponse.PartitionData.builder()
            .partitionIndex(found.target().key().partition())
            .errorCode(WireErrors.of(found.fault()).code())
            .highWatermark(found.highWatermark())
            .lastStableOffset(found.lastStableOffset())
            .logStartOffset(found.logStartOffset())
            .abortedTransactions(isRead(found) && committedOnly ? aborted(found) : null)
            // Empty rather than null: clients of other languages do not all expect null.
            .records(records == null ? new ByteBufRecords(Unpooled.EMPTY_BUFFER) : records);
    FetchedPartition.Divergence divergence = found.divergence();
    if (divergence != null) {
      data.divergingEpoch(
          FetchResponse.EpochEndOffset.builder()
              .epoch(divergence.epoch())
              .endOffset(divergence.endOffset())
              .build());
    }
    hint(found, data);
    return data.build();
  }

  /** Nothing was read where something is wrong, or where the logs have parted. */
  private static boolean isRead(FetchedPartition found) {
    return found.fault() == null && found.divergence() == null;
  }

  private static List<FetchResponse.AbortedTransaction> aborted(FetchedPartition found) {
    return found.aborted().stream()
        .map(
            each ->
                FetchResponse.AbortedTransaction.builder()
                    .producerId(each.producerId())
                    .firstOffset(each.firstOffset())
                    .build())
        .toList();
  }

  private void hint(FetchedPartition found, FetchResponse.PartitionData.Builder data) {
    boolean helps =
        found.fault() == PartitionFault.NOT_LEADER
            || found.fault() == PartitionFault.FENCED_LEADER_EPOCH;
    if (!helps || context.version() < HINTS_SINCE_VERSION) {
      return;
    }
    if (hints == null) {
      hints = new LeaderHints(cluster, context.connection());
    }
    FetchKey key = found.target().key();
    PartitionImage known = hints.of(key.topicId(), key.topic(), key.partition());
    if (known != null) {
      data.currentLeader(
          FetchResponse.LeaderIdAndEpoch.builder()
              .leaderId(known.leader())
              .leaderEpoch(known.leaderEpoch())
              .build());
    }
  }

  private List<FetchResponse.NodeEndpoint> endpoints() {
    LeaderHints given = hints;
    if (given == null) {
      return List.of();
    }
    return given.nodes().stream()
        .map(
            node ->
                FetchResponse.NodeEndpoint.builder()
                    .nodeId(node.id())
                    .host(node.host())
                    .port(node.port())
                    .rack(node.rack())
                    .build())
        .toList();
  }
}
