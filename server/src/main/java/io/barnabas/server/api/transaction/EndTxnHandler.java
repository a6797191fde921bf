package io.barnabas.server.api.transaction;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.EndTxnRequest;
import io.barnabas.codec.message.EndTxnResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.transaction.TransactionCoordinator;
import io.barnabas.transaction.message.EndTransaction;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * EndTxn (key 26), versions 0-5. Answers once the outcome is decided for good.
 *
 * <ul>
 *   <li>v2: PRODUCER_FENCED (KIP-588); v3: flexible; v4: TRANSACTION_ABORTABLE (KIP-890)
 *   <li>v5: Transactions V2: the epoch rises with every end, and is told (KIP-890)
 * </ul>
 */
public final class EndTxnHandler implements ApiHandler<EndTxnRequest, EndTxnResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.END_TXN);
  private static final int FENCED_SINCE_VERSION = 2;
  private static final int EPOCH_BUMP_SINCE_VERSION = 5;
  private static final short EPOCH_BUMP = 2;
  private static final short NO_EPOCH_BUMP = 0;

  private final TransactionCoordinator transactions;

  public EndTxnHandler(TransactionCoordinator transactions) {
    this.transactions = transactions;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable EndTxnResponse> handle(
      RequestContext context, EndTxnRequest request) {
    short version = context.version() >= EPOCH_BUMP_SINCE_VERSION ? EPOCH_BUMP : NO_EPOCH_BUMP;
    return transactions
        .endTransaction(
            new EndTransaction(
                request.transactionalId(),
                request.producerId(),
                request.producerEpoch(),
                request.committed(),
                version))
        .thenApply(
            reply ->
                EndTxnResponse.builder()
                    .errorCode(
                        Fencing.error(reply.fault(), context.version(), FENCED_SINCE_VERSION)
                            .code())
                    .producerId(reply.producerId())
                    .producerEpoch(reply.producerEpoch())
                    .build());
  }

  @Override
  public EndTxnResponse onFailure(RequestContext context, EndTxnRequest request) {
    return EndTxnResponse.builder().errorCode(ErrorCode.UNKNOWN_SERVER_ERROR.code()).build();
  }
}
