package io.barnabas.server.api.cluster;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.DescribeQuorumRequest;
import io.barnabas.codec.message.DescribeQuorumResponse;
import io.barnabas.metadata.image.ControllerRegistration;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.Provenance;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * DescribeQuorum (key 55), versions 0-2: the quorum of one that this node is.
 *
 * <ul>
 *   <li>v1: when voters were last heard of (KIP-836); v2: directories and listeners (KIP-853)
 * </ul>
 */
public final class DescribeQuorumHandler
    implements ApiHandler<DescribeQuorumRequest, DescribeQuorumResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DESCRIBE_QUORUM);
  private static final int WITH_NODES = 2;
  private static final String METADATA_TOPIC = "__cluster_metadata";

  private final ClusterView cluster;
  private final Uuid directoryId;
  private final InstantSource clock;

  /**
   * A handler.
   *
   * @param directoryId the log directory with the metadata log
   */
  public DescribeQuorumHandler(ClusterView cluster, Uuid directoryId, InstantSource clock) {
    this.cluster = cluster;
    this.directoryId = directoryId;
    this.clock = clock;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DescribeQuorumResponse> handle(
      RequestContext context, DescribeQuorumRequest request) {
    MetadataImage image = cluster.image();
    boolean asked =
        request.topics().stream()
            .anyMatch(
                topic ->
                    topic.partitions().stream()
                        .anyMatch(each -> isQuorum(topic.topicName(), each.partitionIndex())));
    return CompletableFuture.completedFuture(
        DescribeQuorumResponse.builder()
            .topics(
                request.topics().stream()
                    .map(topic -> topic(context.version(), topic, image))
                    .toList())
            .nodes(asked && context.version() >= WITH_NODES ? List.of(self(image)) : List.of())
            .build());
  }

  private static boolean isQuorum(String topic, int partition) {
    return topic.equals(METADATA_TOPIC) && partition == 0;
  }

  private DescribeQuorumResponse.TopicData topic(
      short version, DescribeQuorumRequest.TopicData topic, MetadataImage image) {
    return DescribeQuorumResponse.TopicData.builder()
        .topicName(topic.topicName())
        .partitions(
            topic.partitions().stream()
                .map(
                    each ->
                        isQuorum(topic.topicName(), each.partitionIndex())
                            ? quorum(version, image)
                            : unknown(each.partitionIndex()))
                .toList())
        .build();
  }

  private DescribeQuorumResponse.PartitionData quorum(short version, MetadataImage image) {
    Provenance newest = image.provenance();
    long end = newest.lastOffset() + 1;
    long now = clock.millis();
    DescribeQuorumResponse.ReplicaState self =
        DescribeQuorumResponse.ReplicaState.builder()
            .replicaId(cluster.nodeId())
            .replicaDirectoryId(version >= WITH_NODES ? directoryId : Uuid.ZERO)
            .logEndOffset(end)
            .lastFetchTimestamp(now)
            .lastCaughtUpTimestamp(now)
            .build();
    return DescribeQuorumResponse.PartitionData.builder()
        .leaderId(cluster.nodeId())
        .leaderEpoch(newest.epoch())
        .highWatermark(end)
        .currentVoters(List.of(self))
        .build();
  }

  private static DescribeQuorumResponse.PartitionData unknown(int partition) {
    return DescribeQuorumResponse.PartitionData.builder()
        .partitionIndex(partition)
        .errorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code())
        .errorMessage("This server does not host this topic-partition.")
        .build();
  }

  /** With the listeners it has as a controller, where it was ever registered with some. */
  private DescribeQuorumResponse.Node self(MetadataImage image) {
    ControllerRegistration registered = image.cluster().controllers().get(cluster.nodeId());
    return DescribeQuorumResponse.Node.builder()
        .nodeId(cluster.nodeId())
        .listeners(
            registered == null
                ? List.of()
                : registered.endpoints().stream()
                    .map(
                        each ->
                            DescribeQuorumResponse.Listener.builder()
                                .name(each.listener())
                                .host(each.host())
                                .port(each.port())
                                .build())
                    .toList())
        .build();
  }
}
