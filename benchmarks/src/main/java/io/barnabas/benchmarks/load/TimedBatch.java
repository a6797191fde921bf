package io.barnabas.benchmarks.load;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.codec.message.ProduceRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;

/** A produce request of one record that says in its value when it was due. */
final class TimedBatch {
  static final short VERSION = 13;
  private static final int VALUE_BYTES = 100;
  private static final int CRC_AT = 17;
  private static final int CHECKED_FROM = 21;

  /** Behind the value: no headers of the record, then no tags of partition, topic and request. */
  private static final int BEHIND_VALUE = 1;

  private static final int TAGS_BEHIND_BATCH = 3;

  private final ByteBuffer frame;
  private final int at;
  private final int size;

  TimedBatch(Topic topic, int partition) {
    ByteBuf batch = Unpooled.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(batch, BatchOptions.DEFAULT)) {
      builder.append(
          System.currentTimeMillis(), null, Unpooled.wrappedBuffer(new byte[VALUE_BYTES]));
      builder.finish();
    }
    size = batch.readableBytes();
    var data = new ProduceRequest.PartitionProduceData(partition, new ByteBufRecords(batch));
    ProduceRequest request =
        ProduceRequest.builder()
            .acks((short) -1)
            .timeoutMs(30_000)
            .topicData(
                List.of(
                    ProduceRequest.TopicProduceData.builder()
                        .topicId(topic.id())
                        .partitionData(List.of(data))
                        .build()))
            .build();
    frame = Frames.encode(ApiKey.PRODUCE, VERSION, 0, request);
    at = frame.limit() - TAGS_BEHIND_BATCH - size;
  }

  /** The frame with this time in it. */
  ByteBuffer due(long nanos) {
    frame.putLong(at + size - BEHIND_VALUE - VALUE_BYTES, nanos);
    CRC32C crc = new CRC32C();
    crc.update(frame.duplicate().position(at + CHECKED_FROM).limit(at + size));
    frame.putInt(at + CRC_AT, (int) crc.getValue());
    return frame;
  }

  /** Tells when each of these batches was due; returns the offset behind the last. */
  static long read(ByteBuf batches, long offset, LongConsumer due) {
    long next = offset;
    int at = batches.readerIndex();
    while (batches.writerIndex() - at >= BatchLayout.HEADER_SIZE
        && batches.writerIndex() - at >= BatchHeader.sizeInBytes(batches, at)) {
      int end = at + BatchHeader.sizeInBytes(batches, at);
      due.accept(batches.getLong(end - BEHIND_VALUE - VALUE_BYTES));
      next = BatchHeader.nextOffset(batches, at);
      at = end;
    }
    return next;
  }
}
