package io.barnabas.server.api.cluster;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.DescribeClusterRequest;
import io.barnabas.codec.message.DescribeClusterResponse;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.AuthorizedOperations;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * DescribeCluster (key 60), versions 0-2.
 *
 * <ul>
 *   <li>v1: brokers or controllers may be asked for (KIP-919)
 *   <li>v2: fenced brokers may be asked for (KIP-1073)
 * </ul>
 */
public final class DescribeClusterHandler
    implements ApiHandler<DescribeClusterRequest, DescribeClusterResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DESCRIBE_CLUSTER);
  private static final byte BROKERS = 1;
  private static final byte CONTROLLERS = 2;

  private final ClusterView cluster;

  public DescribeClusterHandler(ClusterView cluster) {
    this.cluster = cluster;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DescribeClusterResponse> handle(
      RequestContext context, DescribeClusterRequest request) {
    return CompletableFuture.completedFuture(answer(context, request));
  }

  private DescribeClusterResponse answer(RequestContext context, DescribeClusterRequest request) {
    if (request.endpointType() == CONTROLLERS) {
      return refused(
          ErrorCode.MISMATCHED_ENDPOINT_TYPE,
          "The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type"
              + " CONTROLLER");
    }
    if (request.endpointType() != BROKERS) {
      return refused(
          ErrorCode.UNSUPPORTED_ENDPOINT_TYPE,
          "Unsupported endpoint type " + request.endpointType());
    }
    MetadataImage image = cluster.image();
    return DescribeClusterResponse.builder()
        .endpointType(BROKERS)
        .clusterId(cluster.clusterId())
        .controllerId(cluster.nodeId())
        .brokers(
            brokers(cluster.nodes(image, context.connection(), request.includeFencedBrokers())))
        .clusterAuthorizedOperations(
            AuthorizedOperations.onCluster(request.includeClusterAuthorizedOperations()))
        .build();
  }

  private static List<DescribeClusterResponse.DescribeClusterBroker> brokers(
      List<ClusterView.Node> nodes) {
    return nodes.stream()
        .map(
            node ->
                DescribeClusterResponse.DescribeClusterBroker.builder()
                    .brokerId(node.id())
                    .host(node.host())
                    .port(node.port())
                    .rack(node.rack())
                    .isFenced(node.fenced())
                    .build())
        .toList();
  }

  private static DescribeClusterResponse refused(ErrorCode error, String message) {
    return DescribeClusterResponse.builder().errorCode(error.code()).errorMessage(message).build();
  }
}
