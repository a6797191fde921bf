package io.barnabas.server.api.cluster;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.FindCoordinatorRequest;
import io.barnabas.codec.message.FindCoordinatorResponse;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.api.topic.TopicCreation;
import io.barnabas.transaction.TransactionCoordinator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * FindCoordinator (key 10), versions 0-6. Coordinators of groups and of transactions; the topic
 * that keeps their state is created when the first one is asked for. There are no coordinators of
 * share groups, and clients are told so in a way that they do not try again.
 *
 * <ul>
 *   <li>v1: kinds of coordinators; v3: flexible; v4: many keys at once (KIP-699)
 *   <li>v6: share groups (KIP-932)
 * </ul>
 */
public final class FindCoordinatorHandler
    implements ApiHandler<FindCoordinatorRequest, FindCoordinatorResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.FIND_COORDINATOR);
  private static final int MANY_KEYS_SINCE_VERSION = 4;
  private static final byte GROUP = 0;
  private static final byte TRANSACTION = 1;

  private record Found(ErrorCode error, @Nullable String message, int id, String host, int port) {
    static Found refused(ErrorCode error, @Nullable String message) {
      return new Found(error, message, -1, "", -1);
    }
  }

  private final ClusterView cluster;
  private final GroupCoordinator groups;
  private final TransactionCoordinator transactions;
  private final TopicCreation creation;

  public FindCoordinatorHandler(
      ClusterView cluster,
      GroupCoordinator groups,
      TransactionCoordinator transactions,
      TopicCreation creation) {
    this.cluster = cluster;
    this.groups = groups;
    this.transactions = transactions;
    this.creation = creation;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable FindCoordinatorResponse> handle(
      RequestContext context, FindCoordinatorRequest request) {
    byte kind = request.keyType();
    if (kind != GROUP && kind != TRANSACTION) {
      return CompletableFuture.completedFuture(response(context, request, key -> unserved(kind)));
    }
    String topic = kind == GROUP ? TopicNames.CONSUMER_OFFSETS : TopicNames.TRANSACTION_STATE;
    if (cluster.image().topics().topic(topic) != null) {
      return CompletableFuture.completedFuture(response(context, request, find(context, kind)));
    }
    return creation
        .create(List.of(topic))
        .thenApply(errors -> response(context, request, find(context, kind)));
  }

  private static Found unserved(byte keyType) {
    return Found.refused(
        ErrorCode.INVALID_REQUEST, "This broker has no coordinators of kind " + keyType + ".");
  }

  private interface Lookup {
    Found find(String key);
  }

  private Lookup find(RequestContext context, byte kind) {
    MetadataImage image = cluster.image();
    ToIntFunction<String> partitioner =
        kind == GROUP ? groups::partitionFor : transactions::partitionFor;
    TopicImage topic =
        image
            .topics()
            .topic(kind == GROUP ? TopicNames.CONSUMER_OFFSETS : TopicNames.TRANSACTION_STATE);
    return key -> {
      PartitionImage partition =
          topic == null ? null : topic.partition(partitioner.applyAsInt(key));
      ClusterView.Node node =
          partition == null || !partition.hasLeader()
              ? null
              : cluster.node(image, partition.leader(), context.connection());
      return node == null
          ? Found.refused(ErrorCode.COORDINATOR_NOT_AVAILABLE, null)
          : new Found(ErrorCode.NONE, null, node.id(), node.host(), node.port());
    };
  }

  private static FindCoordinatorResponse response(
      RequestContext context, FindCoordinatorRequest request, Lookup lookup) {
    if (context.version() < MANY_KEYS_SINCE_VERSION) {
      Found found = lookup.find(request.key());
      return FindCoordinatorResponse.builder()
          .errorCode(found.error().code())
          .errorMessage(found.message())
          .nodeId(found.id())
          .host(found.host())
          .port(found.port())
          .build();
    }
    return FindCoordinatorResponse.builder()
        .coordinators(
            request.coordinatorKeys().stream().map(key -> coordinator(key, lookup)).toList())
        .build();
  }

  private static FindCoordinatorResponse.Coordinator coordinator(String key, Lookup lookup) {
    Found found = lookup.find(key);
    return FindCoordinatorResponse.Coordinator.builder()
        .key(key)
        .errorCode(found.error().code())
        .errorMessage(found.message() == null ? "" : found.message())
        .nodeId(found.id())
        .host(found.host())
        .port(found.port())
        .build();
  }
}
