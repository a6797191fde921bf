package io.barnabas.server.api.offset;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.DeleteRecordsRequest;
import io.barnabas.codec.message.DeleteRecordsResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.api.WireErrors;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionFault;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.Partitions;
import io.barnabas.storage.log.LogConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * DeleteRecords (key 21), versions 0-2; flexible from v2. Offset -1 stands for the high watermark.
 */
public final class DeleteRecordsHandler
    implements ApiHandler<DeleteRecordsRequest, DeleteRecordsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DELETE_RECORDS);
  private static final long UP_TO_HIGH_WATERMARK = -1;
  private static final long NO_LOW_WATERMARK = -1;

  private record Result(int index, ErrorCode error, long lowWatermark) {}

  private final Partitions partitions;
  private final Executor readerPool;

  /**
   * A handler.
   *
   * @param readerPool for opening logs that nobody has touched
   */
  public DeleteRecordsHandler(Partitions partitions, Executor readerPool) {
    this.partitions = partitions;
    this.readerPool = readerPool;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DeleteRecordsResponse> handle(
      RequestContext context, DeleteRecordsRequest request) {
    List<List<CompletableFuture<Result>>> pending = new ArrayList<>();
    for (DeleteRecordsRequest.DeleteRecordsTopic topic : request.topics()) {
      pending.add(
          topic.partitions().stream()
              .map(partition -> delete(topic.name(), partition).toCompletableFuture())
              .toList());
    }
    return CompletableFuture.allOf(
            pending.stream().flatMap(List::stream).toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> response(request, pending));
  }

  private CompletionStage<Result> delete(
      String topic, DeleteRecordsRequest.DeleteRecordsPartition asked) {
    Partition partition = partitions.find(topic, asked.partitionIndex());
    if (partition == null) {
      return failed(asked, WireErrors.of(partitions.whyMissing(topic, asked.partitionIndex())));
    }
    PartitionRole role = partition.role();
    PartitionFault refusal = partition.refusalFor(role, -1);
    if (refusal != null) {
      return failed(asked, WireErrors.of(refusal));
    }
    if (TopicNames.isInternal(topic)) {
      return failed(asked, ErrorCode.INVALID_TOPIC_EXCEPTION);
    }
    LogConfig config = partition.settings().log();
    if (config.cleanupCompact() && !config.cleanupDelete()) {
      return failed(asked, ErrorCode.POLICY_VIOLATION);
    }
    return partition.isInMemory()
        ? delete(partition, asked)
        : CompletableFuture.supplyAsync(() -> delete(partition, asked), readerPool)
            .thenCompose(Function.identity());
  }

  private static CompletionStage<Result> delete(
      Partition partition, DeleteRecordsRequest.DeleteRecordsPartition asked) {
    PartitionRole role = partition.role();
    PartitionFault refusal = partition.refusalFor(role, -1);
    if (refusal != null) {
      return failed(asked, WireErrors.of(refusal));
    }
    long highWatermark = partition.progress().highWatermark();
    long before = asked.offset() == UP_TO_HIGH_WATERMARK ? highWatermark : asked.offset();
    if (before < 0 || before > highWatermark) {
      return failed(asked, ErrorCode.OFFSET_OUT_OF_RANGE);
    }
    return ((PartitionRole.Leader) role)
        .log()
        .deleteRecordsBefore(before)
        .thenApply(start -> new Result(asked.partitionIndex(), ErrorCode.NONE, start));
  }

  private static CompletionStage<Result> failed(
      DeleteRecordsRequest.DeleteRecordsPartition asked, ErrorCode error) {
    return CompletableFuture.completedFuture(
        new Result(asked.partitionIndex(), error, NO_LOW_WATERMARK));
  }

  private static DeleteRecordsResponse response(
      DeleteRecordsRequest request, List<List<CompletableFuture<Result>>> results) {
    List<DeleteRecordsResponse.DeleteRecordsTopicResult> topics = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      topics.add(
          DeleteRecordsResponse.DeleteRecordsTopicResult.builder()
              .name(request.topics().get(i).name())
              .partitions(results.get(i).stream().map(result -> partition(result.join())).toList())
              .build());
    }
    return DeleteRecordsResponse.builder().topics(topics).build();
  }

  private static DeleteRecordsResponse.DeleteRecordsPartitionResult partition(Result result) {
    return DeleteRecordsResponse.DeleteRecordsPartitionResult.builder()
        .partitionIndex(result.index())
        .errorCode(result.error().code())
        .lowWatermark(result.lowWatermark())
        .build();
  }
}
