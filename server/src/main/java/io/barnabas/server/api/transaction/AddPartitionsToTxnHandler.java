package io.barnabas.server.api.transaction;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.AddPartitionsToTxnRequest;
import io.barnabas.codec.message.AddPartitionsToTxnResponse;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.TopicNames;
import io.barnabas.transaction.TransactionCoordinator;
import io.barnabas.transaction.message.AddPartitions;
import io.barnabas.transaction.message.AddReply;
import io.barnabas.transaction.message.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * AddPartitionsToTxn (key 24), versions 0-5.
 *
 * <ul>
 *   <li>v0-3: a client, of one transaction; v2: PRODUCER_FENCED (KIP-588); v3: flexible
 *   <li>v4: a broker, of many, to verify (KIP-890); v5: a broker, to add (Transactions V2)
 * </ul>
 *
 * Nothing is added if one partition is unknown.
 */
public final class AddPartitionsToTxnHandler
    implements ApiHandler<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.ADD_PARTITIONS_TO_TXN);
  private static final int BROKERS_SINCE_VERSION = 4;
  private static final int FENCED_SINCE_VERSION = 2;

  private final ClusterView cluster;
  private final TransactionCoordinator transactions;

  public AddPartitionsToTxnHandler(ClusterView cluster, TransactionCoordinator transactions) {
    this.cluster = cluster;
    this.transactions = transactions;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable AddPartitionsToTxnResponse> handle(
      RequestContext context, AddPartitionsToTxnRequest request) {
    if (context.version() < BROKERS_SINCE_VERSION) {
      List<AddPartitionsToTxnRequest.AddPartitionsToTxnTopic> topics = request.v3AndBelowTopics();
      return add(
              context,
              topics,
              new AddPartitions(
                  request.v3AndBelowTransactionalId(),
                  request.v3AndBelowProducerId(),
                  request.v3AndBelowProducerEpoch(),
                  partitions(topics),
                  AddPartitions.Mode.BY_CLIENT))
          .thenApply(
              results ->
                  AddPartitionsToTxnResponse.builder().resultsByTopicV3AndBelow(results).build());
    }
    List<CompletableFuture<AddPartitionsToTxnResponse.AddPartitionsToTxnResult>> pending =
        new ArrayList<>();
    for (AddPartitionsToTxnRequest.AddPartitionsToTxnTransaction each : request.transactions()) {
      AddPartitions command =
          new AddPartitions(
              each.transactionalId(),
              each.producerId(),
              each.producerEpoch(),
              partitions(each.topics()),
              each.verifyOnly() ? AddPartitions.Mode.VERIFY_ONLY : AddPartitions.Mode.BY_WRITE);
      pending.add(
          add(context, named(each), command)
              .thenApply(results -> result(each.transactionalId(), results))
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(pending.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            all ->
                AddPartitionsToTxnResponse.builder()
                    .resultsByTransaction(pending.stream().map(CompletableFuture::join).toList())
                    .build());
  }

  /** Apache Kafka passes topics without partitions over where it verifies, and there only. */
  private static List<AddPartitionsToTxnRequest.AddPartitionsToTxnTopic> named(
      AddPartitionsToTxnRequest.AddPartitionsToTxnTransaction transaction) {
    return transaction.verifyOnly()
        ? transaction.topics().stream().filter(each -> !each.partitions().isEmpty()).toList()
        : transaction.topics();
  }

  private static List<TopicPartition> partitions(
      List<AddPartitionsToTxnRequest.AddPartitionsToTxnTopic> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (AddPartitionsToTxnRequest.AddPartitionsToTxnTopic topic : topics) {
      topic.partitions().forEach(index -> partitions.add(new TopicPartition(topic.name(), index)));
    }
    return partitions;
  }

  private CompletionStage<List<AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult>> add(
      RequestContext context,
      List<AddPartitionsToTxnRequest.AddPartitionsToTxnTopic> topics,
      AddPartitions command) {
    boolean byClient = command.mode() == AddPartitions.Mode.BY_CLIENT;
    if (command.partitions().stream()
        .allMatch(each -> exists(each) && !(byClient && isInternal(each)))) {
      return transactions
          .addPartitions(command)
          .thenApply(reply -> results(topics, each -> error(context, reply, each)));
    }
    return CompletableFuture.completedFuture(
        results(
            topics,
            each -> {
              if (byClient && isInternal(each)) {
                return ErrorCode.TOPIC_AUTHORIZATION_FAILED;
              }
              return exists(each)
                  ? ErrorCode.OPERATION_NOT_ATTEMPTED
                  : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
            }));
  }

  /** Clients write to topics of coordinators through these, whatever they may do otherwise. */
  private static boolean isInternal(TopicPartition partition) {
    return TopicNames.isInternal(partition.topic());
  }

  private boolean exists(TopicPartition partition) {
    TopicImage topic = cluster.image().topics().topic(partition.topic());
    return topic != null && topic.partition(partition.partition()) != null;
  }

  private static ErrorCode error(RequestContext context, AddReply reply, TopicPartition each) {
    return Fencing.error(reply.of(each), context.version(), FENCED_SINCE_VERSION);
  }

  private interface Errors {
    ErrorCode of(TopicPartition partition);
  }

  private static List<AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult> results(
      List<AddPartitionsToTxnRequest.AddPartitionsToTxnTopic> topics, Errors errors) {
    List<AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult> results = new ArrayList<>();
    for (AddPartitionsToTxnRequest.AddPartitionsToTxnTopic topic : topics) {
      List<AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult> partitions =
          new ArrayList<>();
      for (int index : topic.partitions()) {
        partitions.add(
            AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult.builder()
                .partitionIndex(index)
                .partitionErrorCode(errors.of(new TopicPartition(topic.name(), index)).code())
                .build());
      }
      results.add(
          AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult.builder()
              .name(topic.name())
              .resultsByPartition(partitions)
              .build());
    }
    return results;
  }

  private static AddPartitionsToTxnResponse.AddPartitionsToTxnResult result(
      String transactionalId,
      List<AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult> results) {
    return AddPartitionsToTxnResponse.AddPartitionsToTxnResult.builder()
        .transactionalId(transactionalId)
        .topicResults(results)
        .build();
  }
}
