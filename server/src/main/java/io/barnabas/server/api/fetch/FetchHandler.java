package io.barnabas.server.api.fetch;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.FetchRequest;
import io.barnabas.codec.message.FetchResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.access.Authorization;
import io.barnabas.server.fetch.FetchDemand;
import io.barnabas.server.fetch.FetchKey;
import io.barnabas.server.fetch.FetchLimits;
import io.barnabas.server.fetch.FetchTarget;
import io.barnabas.server.fetch.Fetcher;
import io.barnabas.server.partition.Isolation;
import io.barnabas.server.quota.ClientQuotas;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Fetch (key 1), versions 4-18. Reads for consumers; waits for data that is not there yet.
 *
 * <ul>
 *   <li>v7: sessions (KIP-227); v9: the client's leader epoch (KIP-320); v10: Zstandard (KIP-110)
 *   <li>v11: the client's rack; v12: flexible, the epoch of the client's last record (KIP-595)
 *   <li>v13: topic ids (KIP-516); v15: replicas tell their epoch (KIP-903)
 *   <li>v16: hints at the leader (KIP-951); v17, v18: for replicas (KIP-853, KIP-1166)
 * </ul>
 *
 * A single node has no followers, so whoever fetches as a replica is not one of the partition's
 * replicas and is told so.
 */
public final class FetchHandler implements ApiHandler<FetchRequest, FetchResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.FETCH);
  private static final int ZSTD_SINCE_VERSION = 10;
  private static final int TOPIC_IDS_SINCE_VERSION = 13;
  private static final int REPLICA_STATE_SINCE_VERSION = 15;
  private static final byte READ_COMMITTED = 1;

  private final ClusterView cluster;
  private final Fetcher fetcher;
  private final FetchQuota quota;
  private final Authorization authorization;
  private final int maxBytes;

  /**
   * A handler.
   *
   * @param authorization asked about every partition of every fetch: sessions outlive permissions
   * @param maxBytes {@code fetch.max.bytes}: most bytes of any answer
   */
  public FetchHandler(
      ClusterView cluster,
      Fetcher fetcher,
      ClientQuotas quotas,
      Authorization authorization,
      int maxBytes) {
    this.authorization = authorization;
    this.quota = new FetchQuota(quotas);
    this.cluster = cluster;
    this.fetcher = fetcher;
    this.maxBytes = maxBytes;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable FetchResponse> handle(
      RequestContext context, FetchRequest request) {
    FetchDemand demand = demand(context.version(), request);
    FetchAnswer answer =
        new FetchAnswer(cluster, context, request.isolationLevel() == READ_COMMITTED);
    if (replicaId(context.version(), request) >= 0) {
      return CompletableFuture.completedFuture(answer.refusing(demand.targets()));
    }
    return fetcher
        .fetch(demand, limits(context, request), new FetchAsker(context, cluster, authorization))
        .thenApply(fetched -> quota.within(context, answer.of(fetched)));
  }

  @Override
  public FetchResponse onFailure(RequestContext context, FetchRequest request) {
    return FetchResponse.builder().errorCode(ErrorCode.UNKNOWN_SERVER_ERROR.code()).build();
  }

  private static int replicaId(short version, FetchRequest request) {
    return version >= REPLICA_STATE_SINCE_VERSION
        ? request.replicaState().replicaId()
        : request.replicaId();
  }

  private FetchLimits limits(RequestContext context, FetchRequest request) {
    int bytes = Math.min(Math.min(request.maxBytes(), maxBytes), quota.burst(context));
    return new FetchLimits(
        request.maxWaitMs(),
        Math.min(request.minBytes(), bytes),
        bytes,
        request.isolationLevel() == READ_COMMITTED
            ? Isolation.READ_COMMITTED
            : Isolation.READ_UNCOMMITTED,
        context.version() >= ZSTD_SINCE_VERSION);
  }

  private static FetchDemand demand(short version, FetchRequest request) {
    boolean byId = version >= TOPIC_IDS_SINCE_VERSION;
    List<FetchTarget> targets = new ArrayList<>();
    for (FetchRequest.FetchTopic topic : request.topics()) {
      for (FetchRequest.FetchPartition partition : topic.partitions()) {
        targets.add(
            new FetchTarget(
                byId
                    ? FetchKey.byId(topic.topicId(), partition.partition())
                    : FetchKey.byName(topic.topic(), partition.partition()),
                partition.fetchOffset(),
                partition.partitionMaxBytes(),
                partition.currentLeaderEpoch(),
                partition.lastFetchedEpoch()));
      }
    }
    return new FetchDemand(
        request.sessionId(), request.sessionEpoch(), byId, targets, forgotten(byId, request));
  }

  private static List<FetchKey> forgotten(boolean byId, FetchRequest request) {
    List<FetchKey> forgotten = new ArrayList<>();
    for (FetchRequest.ForgottenTopic topic : request.forgottenTopicsData()) {
      for (int partition : topic.partitions()) {
        forgotten.add(
            byId
                ? FetchKey.byId(topic.topicId(), partition)
                : FetchKey.byName(topic.topic(), partition));
      }
    }
    return forgotten;
  }
}
