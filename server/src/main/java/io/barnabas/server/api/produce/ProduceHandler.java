package io.barnabas.server.api.produce;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.ProduceRequest;
import io.barnabas.codec.message.ProduceResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.CloseConnection;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.metrics.Delays;
import io.barnabas.server.partition.Partitions;
import io.barnabas.server.transaction.PartitionVerification;
import io.barnabas.transaction.TransactionCoordinator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Produce (key 0), versions 3-13, shown from 0: some clients refuse a broker that does not show the
 * versions before 3, which nobody uses (KIP-896).
 *
 * <ul>
 *   <li>v5: log start offset in the answer; v7: Zstandard; v8: errors of single records (KIP-467)
 *   <li>v9: flexible; v10: hints at the leader (KIP-951); v11: TRANSACTION_ABORTABLE
 *   <li>v12: adds partitions to transactions itself (KIP-890); v13: topic ids (KIP-516)
 * </ul>
 *
 * Refuses a partition, never the whole request.
 */
public final class ProduceHandler implements ApiHandler<ProduceRequest, ProduceResponse> {
  private static final ApiSpec SPEC =
      ApiSpec.of(ApiKey.PRODUCE).advertisedFrom(0).overlapping(ApiSpec.Overlap.SAME_API);

  private final ClusterView cluster;
  private final PartitionAppend append;
  private final ScheduledExecutorService scheduler;
  private final Delays waiting;

  /**
   * A handler.
   *
   * @param transactions asked about the first batch of each transaction in a partition
   * @param verification whether clients of the old protocol are verified
   * @param scheduler ends waits for replicas; nothing else runs on it here
   * @param waiting counts the requests that wait to be durable or replicated
   */
  public ProduceHandler(
      ClusterView cluster,
      Partitions partitions,
      TransactionCoordinator transactions,
      PartitionVerification verification,
      ScheduledExecutorService scheduler,
      Delays waiting) {
    this.cluster = cluster;
    this.append =
        new PartitionAppend(partitions, new TransactionalAppend(transactions, verification));
    this.scheduler = scheduler;
    this.waiting = waiting;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable ProduceResponse> handle(
      RequestContext context, ProduceRequest request) {
    List<PendingPartition> pending = new ArrayList<>();
    for (ProduceRequest.TopicProduceData topic : request.topicData()) {
      for (ProduceRequest.PartitionProduceData partition : topic.partitionData()) {
        pending.add(
            new PendingPartition(
                topic.topicId(),
                topic.name(),
                partition.index(),
                append.begin(context, request, topic, partition).toCompletableFuture()));
      }
    }
    CompletableFuture<@Nullable ProduceResponse> response = new CompletableFuture<>();
    new AwaitedAppends(pending, request.timeoutMs(), scheduler, waiting)
        .whenDone(failure -> answer(context, request, pending, failure, response));
    return response;
  }

  private void answer(
      RequestContext context,
      ProduceRequest request,
      List<PendingPartition> pending,
      @Nullable Throwable failure,
      CompletableFuture<@Nullable ProduceResponse> response) {
    if (failure != null) {
      response.completeExceptionally(failure);
    } else if (request.acks() == 0) {
      answerNothing(pending, response);
    } else {
      response.complete(new ProduceAnswer(cluster, context).of(pending));
    }
  }

  /** Without acknowledgements a closed connection is the only way to tell of a failure. */
  private static void answerNothing(
      List<PendingPartition> pending, CompletableFuture<@Nullable ProduceResponse> response) {
    for (PendingPartition partition : pending) {
      ErrorCode error = partition.result().error();
      if (error != ErrorCode.NONE) {
        response.completeExceptionally(
            new CloseConnection("a produce request without acknowledgements failed: " + error));
        return;
      }
    }
    response.complete(null);
  }

  @Override
  public ProduceResponse onFailure(RequestContext context, ProduceRequest request) {
    List<PendingPartition> failed = new ArrayList<>();
    for (ProduceRequest.TopicProduceData topic : request.topicData()) {
      for (ProduceRequest.PartitionProduceData partition : topic.partitionData()) {
        failed.add(
            new PendingPartition(
                topic.topicId(),
                topic.name(),
                partition.index(),
                CompletableFuture.completedFuture(
                    PartitionResult.failed(ErrorCode.UNKNOWN_SERVER_ERROR, null))));
      }
    }
    return new ProduceAnswer(cluster, context).of(failed);
  }

  /** One partition of a request and what becomes of it. */
  record PendingPartition(
      Uuid topicId, String topic, int index, CompletableFuture<PartitionResult> future) {
    /** The result, once there is one. */
    PartitionResult result() {
      return future.join();
    }
  }
}
