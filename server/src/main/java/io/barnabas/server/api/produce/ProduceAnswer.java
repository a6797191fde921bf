package io.barnabas.server.api.produce;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.ProduceResponse;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.LeaderHints;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.produce.ProduceHandler.PendingPartition;
import io.barnabas.storage.log.RecordFault;
import java.util.ArrayList;
import java.util.List;

/** Puts the results of a produce request together, topic by topic as they were asked. */
final class ProduceAnswer {
  private static final int HINTS_SINCE_VERSION = 10;

  private final ClusterView cluster;
  private final RequestContext context;

  ProduceAnswer(ClusterView cluster, RequestContext context) {
    this.cluster = cluster;
    this.context = context;
  }

  ProduceResponse of(List<PendingPartition> partitions) {
    LeaderHints hints = null;
    List<ProduceResponse.TopicProduceResponse> topics = new ArrayList<>();
    int from = 0;
    while (from < partitions.size()) {
      PendingPartition first = partitions.get(from);
      List<ProduceResponse.PartitionProduceResponse> answers = new ArrayList<>();
      int at = from;
      while (at < partitions.size() && isSameTopic(first, partitions.get(at))) {
        PendingPartition partition = partitions.get(at);
        if (isHinted(partition) && hints == null) {
          hints = new LeaderHints(cluster, context.connection());
        }
        answers.add(
            hints != null && isHinted(partition)
                ? hinted(partition, hints)
                : answer(partition).build());
        at++;
      }
      topics.add(
          ProduceResponse.TopicProduceResponse.builder()
              .name(first.topic())
              .topicId(first.topicId())
              .partitionResponses(answers)
              .build());
      from = at;
    }
    return ProduceResponse.builder()
        .responses(topics)
        .nodeEndpoints(hints == null ? List.of() : endpoints(hints))
        .build();
  }

  private boolean isHinted(PendingPartition partition) {
    return context.version() >= HINTS_SINCE_VERSION
        && partition.result().error() == ErrorCode.NOT_LEADER_OR_FOLLOWER;
  }

  private static boolean isSameTopic(PendingPartition one, PendingPartition other) {
    return one.topicId().equals(other.topicId()) && one.topic().equals(other.topic());
  }

  private static ProduceResponse.PartitionProduceResponse.Builder answer(
      PendingPartition partition) {
    PartitionResult result = partition.result();
    return ProduceResponse.PartitionProduceResponse.builder()
        .index(partition.index())
        .errorCode(result.error().code())
        .errorMessage(result.message())
        .baseOffset(result.baseOffset())
        .logAppendTimeMs(result.logAppendTimeMs())
        .logStartOffset(result.logStartOffset())
        .recordErrors(recordErrors(result.recordFaults()));
  }

  private static List<ProduceResponse.BatchIndexAndErrorMessage> recordErrors(
      List<RecordFault> faults) {
    return faults.stream()
        .map(
            fault ->
                ProduceResponse.BatchIndexAndErrorMessage.builder()
                    .batchIndex(fault.batchIndex())
                    .batchIndexErrorMessage(fault.detail())
                    .build())
        .toList();
  }

  private static ProduceResponse.PartitionProduceResponse hinted(
      PendingPartition partition, LeaderHints hints) {
    Uuid id = partition.topicId();
    PartitionImage known = hints.of(id, partition.topic(), partition.index());
    ProduceResponse.PartitionProduceResponse.Builder answer = answer(partition);
    return known == null
        ? answer.build()
        : answer
            .currentLeader(
                ProduceResponse.LeaderIdAndEpoch.builder()
                    .leaderId(known.leader())
                    .leaderEpoch(known.leaderEpoch())
                    .build())
            .build();
  }

  private static List<ProduceResponse.NodeEndpoint> endpoints(LeaderHints hints) {
    return hints.nodes().stream()
        .map(
            node ->
                ProduceResponse.NodeEndpoint.builder()
                    .nodeId(node.id())
                    .host(node.host())
                    .port(node.port())
                    .rack(node.rack())
                    .build())
        .toList();
  }
}
