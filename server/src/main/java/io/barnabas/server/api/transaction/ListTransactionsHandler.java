package io.barnabas.server.api.transaction;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.ListTransactionsRequest;
import io.barnabas.codec.message.ListTransactionsResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import io.barnabas.transaction.TransactionCoordinator;
import io.barnabas.transaction.message.ListTransactions;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * ListTransactions (key 66), versions 0-2 (KIP-664).
 *
 * <ul>
 *   <li>v1: those open for longer than so long (KIP-994); v2: ids by pattern (KIP-1152)
 * </ul>
 */
public final class ListTransactionsHandler
    implements ApiHandler<ListTransactionsRequest, ListTransactionsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.LIST_TRANSACTIONS);
  private static final int DURATION_SINCE_VERSION = 1;

  private final TransactionCoordinator transactions;

  public ListTransactionsHandler(TransactionCoordinator transactions) {
    this.transactions = transactions;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable ListTransactionsResponse> handle(
      RequestContext context, ListTransactionsRequest request) {
    return transactions
        .list(
            new ListTransactions(
                request.producerIdFilters(),
                request.stateFilters(),
                context.version() >= DURATION_SINCE_VERSION ? request.durationFilter() : -1,
                request.transactionalIdPattern()))
        .thenApply(
            reply ->
                ListTransactionsResponse.builder()
                    .errorCode(WireErrors.of(reply.fault()).code())
                    .unknownStateFilters(reply.unknownStates())
                    .transactionStates(
                        reply.transactions().stream()
                            .map(
                                each ->
                                    ListTransactionsResponse.TransactionState.builder()
                                        .transactionalId(each.transactionalId())
                                        .producerId(each.producerId())
                                        .transactionState(each.state())
                                        .build())
                            .toList())
                    .build());
  }
}
