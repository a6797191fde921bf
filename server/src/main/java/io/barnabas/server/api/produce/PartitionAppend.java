package io.barnabas.server.api.produce;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Records;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.ProduceRequest;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.api.WireErrors;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionFault;
import io.barnabas.server.partition.Partitions;
import io.barnabas.storage.log.AppendOrigin;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Appends what a request has for one partition, or says why not. */
final class PartitionAppend {
  private static final short NO_ACKS = 0;
  private static final short LEADER_ACKS = 1;
  private static final short ALL_ACKS = -1;
  private static final int TOPIC_IDS_SINCE_VERSION = 13;

  /** The stock admin client may write to internal topics, for the repair of broken ones. */
  private static final String ADMIN_CLIENT_ID = "__admin_client";

  private final Partitions partitions;
  private final TransactionalAppend transactional;

  PartitionAppend(Partitions partitions, TransactionalAppend transactional) {
    this.partitions = partitions;
    this.transactional = transactional;
  }

  /** The append has its place in the partition's order when this returns. */
  CompletionStage<PartitionResult> begin(
      RequestContext context,
      ProduceRequest request,
      ProduceRequest.TopicProduceData topic,
      ProduceRequest.PartitionProduceData data) {
    boolean byId = context.version() >= TOPIC_IDS_SINCE_VERSION;
    Partition partition =
        byId
            ? partitions.find(topic.topicId(), data.index())
            : partitions.find(topic.name(), data.index());
    if (partition == null) {
      return refused(WireErrors.of(whyMissing(byId, topic, data.index())), null);
    }
    if (TopicNames.isInternal(partition.id().topic())
        && !context.clientIdOrEmpty().equals(ADMIN_CLIENT_ID)) {
      return refused(
          ErrorCode.INVALID_TOPIC_EXCEPTION,
          "Cannot append to internal topic " + partition.id().topic());
    }
    Records records = data.records();
    Refusal refusal = RequestedBatch.refusal(records, context.version());
    short acks = request.acks();
    if (refusal != null || records == null) {
      return refusal == null
          ? refused(ErrorCode.INVALID_RECORD, null)
          : refused(refusal.error(), refusal.message());
    }
    if (acks != NO_ACKS && acks != LEADER_ACKS && acks != ALL_ACKS) {
      return refused(ErrorCode.INVALID_REQUIRED_ACKS, null);
    }
    ByteBuf batch = RequestedBatch.bytes(records);
    return RequestedBatch.isTransactional(batch)
        ? transactional.append(
            partition, batch, request.transactionalId(), context.version(), acks == ALL_ACKS)
        : partition
            .append(batch.retainedSlice(), AppendOrigin.CLIENT, acks == ALL_ACKS)
            .thenApply(PartitionResult::of);
  }

  private PartitionFault whyMissing(
      boolean byId, ProduceRequest.TopicProduceData topic, int index) {
    Uuid id = topic.topicId();
    return byId ? partitions.whyMissing(id, index) : partitions.whyMissing(topic.name(), index);
  }

  private static CompletionStage<PartitionResult> refused(
      ErrorCode error, @Nullable String message) {
    return CompletableFuture.completedFuture(PartitionResult.failed(error, message));
  }
}
