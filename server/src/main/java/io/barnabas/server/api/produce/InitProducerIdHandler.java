package io.barnabas.server.api.produce;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.InitProducerIdRequest;
import io.barnabas.codec.message.InitProducerIdResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import io.barnabas.transaction.TransactionCoordinator;
import io.barnabas.transaction.message.InitProducer;
import io.barnabas.transaction.message.TransactionFault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * InitProducerId (key 22), versions 0-5; v6 is not stable in the protocol yet. Gives idempotent
 * producers their id, and transactional ones id and epoch, which fences those before them (KIP-98).
 *
 * <ul>
 *   <li>v2: flexible; v3: id and epoch a transactional producer had (KIP-360)
 *   <li>v4: PRODUCER_FENCED (KIP-588); v5: TRANSACTION_ABORTABLE (KIP-890)
 * </ul>
 */
public final class InitProducerIdHandler
    implements ApiHandler<InitProducerIdRequest, InitProducerIdResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.INIT_PRODUCER_ID);

  private static final int HAD_SINCE_VERSION = 3;
  private static final int FENCED_SINCE_VERSION = 4;
  private static final short NO_EPOCH = -1;

  private final ProducerIds producerIds;
  private final TransactionCoordinator transactions;

  public InitProducerIdHandler(ProducerIds producerIds, TransactionCoordinator transactions) {
    this.producerIds = producerIds;
    this.transactions = transactions;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable InitProducerIdResponse> handle(
      RequestContext context, InitProducerIdRequest request) {
    boolean tells = context.version() >= HAD_SINCE_VERSION;
    long had = tells ? request.producerId() : InitProducer.NO_PRODUCER_ID;
    short hadEpoch = tells ? request.producerEpoch() : NO_EPOCH;
    if ((had == InitProducer.NO_PRODUCER_ID) != (hadEpoch == NO_EPOCH)) {
      return CompletableFuture.completedFuture(refused(ErrorCode.INVALID_REQUEST));
    }
    String transactionalId = request.transactionalId();
    if (transactionalId != null) {
      return initTransactional(
          context,
          new InitProducer(transactionalId, request.transactionTimeoutMs(), had, hadEpoch));
    }
    return producerIds
        .take()
        .thenApply(
            id ->
                id == ProducerIds.NONE
                    ? refused(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
                    : InitProducerIdResponse.builder()
                        .producerId(id)
                        .producerEpoch((short) 0)
                        .build());
  }

  private CompletionStage<@Nullable InitProducerIdResponse> initTransactional(
      RequestContext context, InitProducer message) {
    return transactions
        .initProducer(message)
        .thenApply(
            reply ->
                InitProducerIdResponse.builder()
                    .errorCode(error(context, reply.fault()).code())
                    .producerId(reply.producerId())
                    .producerEpoch(reply.producerEpoch())
                    .build());
  }

  private static ErrorCode error(RequestContext context, TransactionFault fault) {
    return fault == TransactionFault.PRODUCER_FENCED && context.version() < FENCED_SINCE_VERSION
        ? ErrorCode.INVALID_PRODUCER_EPOCH
        : WireErrors.of(fault);
  }

  @Override
  public InitProducerIdResponse onFailure(RequestContext context, InitProducerIdRequest request) {
    return refused(ErrorCode.UNKNOWN_SERVER_ERROR);
  }

  private static InitProducerIdResponse refused(ErrorCode error) {
    return InitProducerIdResponse.builder()
        .errorCode(error.code())
        .producerId(-1)
        .producerEpoch(NO_EPOCH)
        .build();
  }
}
