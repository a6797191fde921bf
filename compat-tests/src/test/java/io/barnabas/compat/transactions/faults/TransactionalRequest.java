package io.barnabas.compat.transactions.faults;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.RequestHeader;
import org.jspecify.annotations.Nullable;

/**
 * A request that names a transaction by its id and its producer's epoch.
 *
 * @param frame all of it, with its length
 * @param header how many bytes of the frame come before the body
 * @param body the message
 */
record TransactionalRequest(
    byte[] frame,
    int header,
    ApiKeys api,
    short version,
    ApiMessage body,
    String transactionalId,
    long producerId,
    short epoch) {

  /** Null for any other request. */
  static @Nullable TransactionalRequest read(byte[] frame) {
    ByteBuffer buffer = ByteBuffer.wrap(frame, Integer.BYTES, frame.length - Integer.BYTES);
    ApiKeys api = ApiKeys.forId(buffer.getShort(buffer.position()));
    if (api != ApiKeys.END_TXN && api != ApiKeys.PRODUCE && api != ApiKeys.TXN_OFFSET_COMMIT) {
      return null;
    }
    RequestHeader header = RequestHeader.parse(buffer);
    int start = buffer.position();
    short version = header.apiVersion();
    ByteBufferAccessor in = new ByteBufferAccessor(buffer);
    switch (api) {
      case END_TXN -> {
        EndTxnRequestData body = new EndTxnRequestData(in, version);
        return new TransactionalRequest(
            frame,
            start,
            api,
            version,
            body,
            body.transactionalId(),
            body.producerId(),
            body.producerEpoch());
      }
      case TXN_OFFSET_COMMIT -> {
        TxnOffsetCommitRequestData body = new TxnOffsetCommitRequestData(in, version);
        return new TransactionalRequest(
            frame,
            start,
            api,
            version,
            body,
            body.transactionalId(),
            body.producerId(),
            body.producerEpoch());
      }
      default -> {
        ProduceRequestData body = new ProduceRequestData(in, version);
        RecordBatch batch = firstBatch(body);
        return body.transactionalId() == null || batch == null
            ? null
            : new TransactionalRequest(
                frame,
                start,
                api,
                version,
                body,
                body.transactionalId(),
                batch.producerId(),
                batch.producerEpoch());
      }
    }
  }

  private static @Nullable RecordBatch firstBatch(ProduceRequestData body) {
    for (ProduceRequestData.TopicProduceData topic : body.topicData()) {
      for (ProduceRequestData.PartitionProduceData partition : topic.partitionData()) {
        Iterator<? extends RecordBatch> batches =
            ((MemoryRecords) partition.records()).batches().iterator();
        if (batches.hasNext()) {
          return batches.next();
        }
      }
    }
    return null;
  }

  /** Whether it is of another transaction; under the old protocol that cannot be told. */
  boolean isOfAnother(TransactionalRequest other) {
    return producerId != other.producerId || epoch != other.epoch;
  }

  /** The same request with another body. */
  byte[] with(ApiMessage changed) {
    ByteBuffer bytes = MessageUtil.toByteBufferAccessor(changed, version).buffer();
    byte[] all = Arrays.copyOf(frame, header + bytes.remaining());
    bytes.get(all, header, all.length - header);
    ByteBuffer.wrap(all).putInt(all.length - Integer.BYTES);
    return all;
  }
}
