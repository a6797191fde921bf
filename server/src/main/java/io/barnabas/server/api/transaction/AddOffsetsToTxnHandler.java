package io.barnabas.server.api.transaction;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.AddOffsetsToTxnRequest;
import io.barnabas.codec.message.AddOffsetsToTxnResponse;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.TopicNames;
import io.barnabas.transaction.TransactionCoordinator;
import io.barnabas.transaction.message.AddPartitions;
import io.barnabas.transaction.message.TopicPartition;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * AddOffsetsToTxn (key 25), versions 0-4: the partition that keeps a group's offsets takes part in
 * the transaction.
 *
 * <ul>
 *   <li>v2: PRODUCER_FENCED (KIP-588); v3: flexible; v4: TRANSACTION_ABORTABLE (KIP-890)
 * </ul>
 */
public final class AddOffsetsToTxnHandler
    implements ApiHandler<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.ADD_OFFSETS_TO_TXN);
  private static final int FENCED_SINCE_VERSION = 2;

  private final GroupCoordinator groups;
  private final TransactionCoordinator transactions;

  public AddOffsetsToTxnHandler(GroupCoordinator groups, TransactionCoordinator transactions) {
    this.groups = groups;
    this.transactions = transactions;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable AddOffsetsToTxnResponse> handle(
      RequestContext context, AddOffsetsToTxnRequest request) {
    TopicPartition offsets =
        new TopicPartition(TopicNames.CONSUMER_OFFSETS, groups.partitionFor(request.groupId()));
    return transactions
        .addPartitions(
            new AddPartitions(
                request.transactionalId(),
                request.producerId(),
                request.producerEpoch(),
                List.of(offsets),
                AddPartitions.Mode.BY_CLIENT))
        .thenApply(
            reply -> answer(Fencing.error(reply.fault(), context.version(), FENCED_SINCE_VERSION)));
  }

  private static AddOffsetsToTxnResponse answer(ErrorCode error) {
    return AddOffsetsToTxnResponse.builder().errorCode(error.code()).build();
  }

  @Override
  public AddOffsetsToTxnResponse onFailure(RequestContext context, AddOffsetsToTxnRequest request) {
    return answer(ErrorCode.UNKNOWN_SERVER_ERROR);
  }
}
