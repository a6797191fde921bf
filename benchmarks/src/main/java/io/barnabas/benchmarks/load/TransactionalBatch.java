package io.barnabas.benchmarks.load;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.codec.message.ProduceRequest;
import io.barnabas.codec.message.ProduceResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/** A produce request with one transactional batch that is encoded once and stamped each time. */
final class TransactionalBatch {
  /** How many records it has. */
  static final int RECORDS = 10;

  private static final int VALUE_BYTES = 100;

  /** The last with topic names, and the last before partitions are added implicitly. */
  private static final short EXPLICIT_VERSION = 11;

  private static final short IMPLICIT_VERSION = 13;

  /** Of the partition, of the topic, and of the request: no tags each. */
  private static final int TAGS_BEHIND_BATCH = 3;

  private static final int CRC_AT = 17;
  private static final int ATTRIBUTES_AT = 21;
  private static final int PRODUCER_ID_AT = 43;
  private static final int EPOCH_AT = 51;
  private static final int SEQUENCE_AT = 53;
  private static final int TRANSACTIONAL = 1 << 4;

  private final short version;
  private final ByteBuffer frame;
  private final int at;
  private final int size;

  TransactionalBatch(String transactionalId, Topic topic, int partition, boolean implicit) {
    version = implicit ? IMPLICIT_VERSION : EXPLICIT_VERSION;
    ByteBuf batch = batch();
    var data = new ProduceRequest.PartitionProduceData(partition, new ByteBufRecords(batch));
    var of = ProduceRequest.TopicProduceData.builder().partitionData(List.of(data));
    ProduceRequest request =
        ProduceRequest.builder()
            .transactionalId(transactionalId)
            .acks((short) -1)
            .timeoutMs(30_000)
            .topicData(List.of((implicit ? of.topicId(topic.id()) : of.name(topic.name())).build()))
            .build();
    size = batch.readableBytes();
    frame = Frames.encode(ApiKey.PRODUCE, version, 0, request);
    at = frame.limit() - TAGS_BEHIND_BATCH - size;
  }

  private static ByteBuf batch() {
    ByteBuf out = Unpooled.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(out, BatchOptions.DEFAULT)) {
      long now = System.currentTimeMillis();
      for (int i = 0; i < RECORDS; i++) {
        builder.append(now, null, Unpooled.wrappedBuffer(new byte[VALUE_BYTES]));
      }
      builder.finish();
    }
    return out;
  }

  /** Says whose batch it is. */
  void stamp(long producerId, short epoch, int sequence) {
    frame.putShort(at + ATTRIBUTES_AT, (short) TRANSACTIONAL);
    frame.putLong(at + PRODUCER_ID_AT, producerId);
    frame.putShort(at + EPOCH_AT, epoch);
    frame.putInt(at + SEQUENCE_AT, sequence);
    CRC32C crc = new CRC32C();
    crc.update(frame.duplicate().position(at + ATTRIBUTES_AT).limit(at + size));
    frame.putInt(at + CRC_AT, (int) crc.getValue());
  }

  ByteBuffer frame() {
    return frame;
  }

  /** What the broker has answered. */
  ErrorCode error(ByteBuf answer) {
    ProduceResponse response =
        ProduceResponse.read(WireConnection.body(answer, ApiKey.PRODUCE, version), version);
    return ErrorCode.ofCode(response.responses().get(0).partitionResponses().get(0).errorCode());
  }
}
