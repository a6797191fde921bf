package io.barnabas.server.api.transaction;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.DescribeTransactionsRequest;
import io.barnabas.codec.message.DescribeTransactionsResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.Repeats;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import io.barnabas.transaction.TransactionCoordinator;
import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.message.TransactionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** DescribeTransactions (key 65), version 0 (KIP-664). */
public final class DescribeTransactionsHandler
    implements ApiHandler<DescribeTransactionsRequest, DescribeTransactionsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DESCRIBE_TRANSACTIONS);

  private final TransactionCoordinator transactions;

  public DescribeTransactionsHandler(TransactionCoordinator transactions) {
    this.transactions = transactions;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DescribeTransactionsResponse> handle(
      RequestContext context, DescribeTransactionsRequest request) {
    return transactions
        .describe(Repeats.bounded(request.transactionalIds()))
        .thenApply(
            found ->
                DescribeTransactionsResponse.builder()
                    .transactionStates(
                        found.stream().map(DescribeTransactionsHandler::state).toList())
                    .build());
  }

  private static DescribeTransactionsResponse.TransactionState state(TransactionDescription each) {
    Map<String, List<Integer>> byTopic = new TreeMap<>();
    for (TopicPartition partition : each.partitions()) {
      byTopic
          .computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
          .add(partition.partition());
    }
    List<DescribeTransactionsResponse.TopicData> topics = new ArrayList<>();
    byTopic.forEach(
        (topic, partitions) ->
            topics.add(
                DescribeTransactionsResponse.TopicData.builder()
                    .topic(topic)
                    .partitions(partitions)
                    .build()));
    return DescribeTransactionsResponse.TransactionState.builder()
        .errorCode(WireErrors.of(each.fault()).code())
        .transactionalId(each.transactionalId())
        .transactionState(each.state())
        .transactionTimeoutMs(each.timeoutMs())
        .transactionStartTimeMs(each.startMs())
        .producerId(each.producerId())
        .producerEpoch(each.producerEpoch())
        .topics(topics)
        .build();
  }
}
