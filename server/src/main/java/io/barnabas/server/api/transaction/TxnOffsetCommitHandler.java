package io.barnabas.server.api.transaction;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.TxnOffsetCommitRequest;
import io.barnabas.codec.message.TxnOffsetCommitResponse;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.CommitInTransaction;
import io.barnabas.group.message.CommitOffsets;
import io.barnabas.group.message.CommitReply;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.TransactionGate;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.api.WireErrors;
import io.barnabas.transaction.TransactionCoordinator;
import io.barnabas.transaction.message.AddPartitions;
import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.message.TransactionFault;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * TxnOffsetCommit (key 28), versions 0-6. The offsets count once the transaction is committed. That
 * the transaction is open is verified with its coordinator first, whatever {@code
 * transaction.partition.verification.enable} says: a commit that came too late would hold the
 * group's offsets back for ever.
 *
 * <ul>
 *   <li>v2: leader epochs; v3: flexible, the member's generation (KIP-447)
 *   <li>v4: TRANSACTION_ABORTABLE; v5: adds the offsets to the transaction itself (KIP-890)
 *   <li>v6: topic ids instead of names (KIP-1319)
 * </ul>
 */
public final class TxnOffsetCommitHandler
    implements ApiHandler<TxnOffsetCommitRequest, TxnOffsetCommitResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.TXN_OFFSET_COMMIT);
  private static final int ABORTABLE_SINCE_VERSION = 4;
  private static final int ADDS_SINCE_VERSION = 5;
  private static final int TOPIC_IDS_SINCE_VERSION = 6;

  /** Each but the first is for a marker that came between; after these the client tries again. */
  private static final int TRIES = 4;

  private final ClusterView cluster;
  private final GroupCoordinator groups;
  private final TransactionCoordinator transactions;

  public TxnOffsetCommitHandler(
      ClusterView cluster, GroupCoordinator groups, TransactionCoordinator transactions) {
    this.cluster = cluster;
    this.groups = groups;
    this.transactions = transactions;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable TxnOffsetCommitResponse> handle(
      RequestContext context, TxnOffsetCommitRequest request) {
    OffsetsOfTransaction offsets =
        new OffsetsOfTransaction(
            request, context.version() >= TOPIC_IDS_SINCE_VERSION, cluster.image().topics());
    if (request.groupId().isEmpty()) {
      return CompletableFuture.completedFuture(offsets.refused(ErrorCode.INVALID_GROUP_ID));
    }
    if (offsets.known().isEmpty()) {
      return CompletableFuture.completedFuture(offsets.refused(ErrorCode.NONE));
    }
    return attempt(context.version(), request, offsets, TRIES);
  }

  /**
   * Commits, and once more each time the marker of the transaction before, which its end was
   * answered ahead of, comes between verification and commit.
   */
  private CompletionStage<@Nullable TxnOffsetCommitResponse> attempt(
      short version, TxnOffsetCommitRequest request, OffsetsOfTransaction offsets, int left) {
    if (left == 0) {
      return CompletableFuture.completedFuture(
          offsets.refused(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
    }
    return groups
        .transactionGate(request.groupId())
        .thenCompose(
            gate ->
                gate.fault() == GroupFault.NONE
                    ? verify(version, request)
                        .thenCompose(error -> commit(version, request, offsets, gate, error, left))
                    : CompletableFuture.completedFuture(
                        offsets.refused(WireErrors.of(gate.fault()))));
  }

  private CompletionStage<ErrorCode> verify(short version, TxnOffsetCommitRequest request) {
    AddPartitions command =
        new AddPartitions(
            request.transactionalId(),
            request.producerId(),
            request.producerEpoch(),
            List.of(
                new TopicPartition(
                    TopicNames.CONSUMER_OFFSETS, groups.partitionFor(request.groupId()))),
            version >= ADDS_SINCE_VERSION
                ? AddPartitions.Mode.BY_WRITE
                : AddPartitions.Mode.VERIFY_ONLY);
    return transactions
        .addPartitions(command)
        .thenApply(reply -> error(version, reply.of(command.partitions().get(0))));
  }

  /** In the words that clients expect of a group coordinator. */
  private static ErrorCode error(short version, TransactionFault fault) {
    return switch (fault) {
      case PRODUCER_FENCED -> ErrorCode.INVALID_PRODUCER_EPOCH;
      case TRANSACTION_ABORTABLE ->
          version >= ABORTABLE_SINCE_VERSION
              ? ErrorCode.TRANSACTION_ABORTABLE
              : ErrorCode.INVALID_TXN_STATE;
      // To be tried again, and not elsewhere: it is not this group's coordinator that is missing.
      case CONCURRENT_TRANSACTIONS,
          NOT_COORDINATOR,
          COORDINATOR_NOT_AVAILABLE,
          COORDINATOR_LOAD_IN_PROGRESS ->
          ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
      default -> WireErrors.of(fault);
    };
  }

  private CompletionStage<@Nullable TxnOffsetCommitResponse> commit(
      short version,
      TxnOffsetCommitRequest request,
      OffsetsOfTransaction offsets,
      TransactionGate gate,
      ErrorCode error,
      int left) {
    if (error != ErrorCode.NONE) {
      return CompletableFuture.completedFuture(offsets.refused(error));
    }
    CommitOffsets command =
        new CommitOffsets(
            request.groupId(),
            request.generationIdOrMemberEpoch(),
            request.memberId(),
            request.groupInstanceId(),
            CommitOffsets.DEFAULT_RETENTION,
            offsets.known());
    return groups
        .commitInTransaction(
            new CommitInTransaction(request.producerId(), request.producerEpoch(), command, gate))
        .thenCompose(
            reply ->
                version >= ADDS_SINCE_VERSION && hasEnded(reply)
                    ? attempt(version, request, offsets, left - 1)
                    : CompletableFuture.completedFuture(offsets.decided(reply)));
  }

  /**
   * Whether a marker of the producer was written since the gate. Under Transactions V2 it was that
   * of the transaction before, or else the next verification says that this one has ended.
   */
  private static boolean hasEnded(CommitReply reply) {
    return reply.topics().stream()
        .flatMap(topic -> topic.partitions().stream())
        .anyMatch(each -> each.fault() == GroupFault.INVALID_TXN_STATE);
  }

  @Override
  public TxnOffsetCommitResponse onFailure(RequestContext context, TxnOffsetCommitRequest request) {
    return new OffsetsOfTransaction(
            request, context.version() >= TOPIC_IDS_SINCE_VERSION, cluster.image().topics())
        .refused(ErrorCode.UNKNOWN_SERVER_ERROR);
  }
}
