package io.barnabas.compat.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.RawConnection;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Batches that are not what they say: the error Apache Kafka gives, nothing written, the connection
 * goes on.
 */
@ExtendWith(BrokersExtension.class)
final class BadBatchIT {
  private static final short VERSION = 11;
  private static final int BASE_OFFSET_AT = 0;
  private static final int LENGTH_AT = 8;
  private static final int MAGIC_AT = 16;
  private static final int CRC_AT = 17;
  private static final int ATTRIBUTES_AT = 21;
  private static final int LAST_OFFSET_DELTA_AT = 23;
  private static final int COUNT_AT = 57;
  private static final int RECORDS_AT = 61;

  private final BrokerProcess broker;

  BadBatchIT(BrokerProcess broker) {
    this.broker = broker;
  }

  static Stream<Arguments> badBatches() {
    return Stream.of(
        bad("wrong CRC", Errors.CORRUPT_MESSAGE, b -> b.putInt(CRC_AT, b.getInt(CRC_AT) + 1)),
        bad("flipped record byte", Errors.CORRUPT_MESSAGE, b -> b.put(b.limit() - 1, (byte) 99)),
        bad("magic 9", Errors.CORRUPT_MESSAGE, b -> b.put(MAGIC_AT, (byte) 9)),
        bad("magic 3", Errors.CORRUPT_MESSAGE, b -> b.put(MAGIC_AT, (byte) 3)),
        bad(
            "last offset delta too small",
            Errors.INVALID_RECORD,
            signed(b -> b.putInt(LAST_OFFSET_DELTA_AT, 0))),
        bad(
            "last offset delta too large",
            Errors.INVALID_RECORD,
            signed(b -> b.putInt(LAST_OFFSET_DELTA_AT, 9))),
        bad(
            "last offset delta negative",
            Errors.INVALID_RECORD,
            signed(b -> b.putInt(LAST_OFFSET_DELTA_AT, -5))),
        bad("count too large", Errors.INVALID_RECORD, signed(b -> b.putInt(COUNT_AT, 4))),
        bad("count too small", Errors.INVALID_RECORD, signed(b -> b.putInt(COUNT_AT, 2))),
        bad("count negative", Errors.INVALID_RECORD, signed(b -> b.putInt(COUNT_AT, -1))),
        bad("count zero", Errors.INVALID_RECORD, signed(b -> b.putInt(COUNT_AT, 0))),
        bad(
            "count and delta lie alike",
            Errors.INVALID_RECORD,
            signed(b -> b.putInt(COUNT_AT, 4).putInt(LAST_OFFSET_DELTA_AT, 3))),
        bad("wrong record length", Errors.INVALID_RECORD, signed(b -> b.put(RECORDS_AT, (byte) 2))),
        bad(
            "control batch",
            Errors.INVALID_RECORD,
            signed(b -> b.putShort(ATTRIBUTES_AT, (short) 0x20))),
        bad("base offset not zero", Errors.INVALID_RECORD, b -> b.putLong(BASE_OFFSET_AT, 5)),
        bad(
            "length beyond the bytes",
            Errors.INVALID_RECORD,
            b -> b.putInt(LENGTH_AT, b.getInt(LENGTH_AT) + 10)),
        bad("length shorter than a header", Errors.CORRUPT_MESSAGE, b -> b.putInt(LENGTH_AT, 20)));
  }

  /**
   * Apache Kafka's decoders throw, and it answers UNKNOWN_SERVER_ERROR. To say what is wrong is as
   * final for a producer.
   */
  @Test
  void shouldRefuseWhatCannotBeDecompressed() throws Exception {
    ByteBuffer unknown = batch(3);
    signed(b -> b.putShort(ATTRIBUTES_AT, (short) 7)).accept(unknown);
    refused(
        broker.isControl() ? Errors.UNKNOWN_SERVER_ERROR : Errors.UNSUPPORTED_COMPRESSION_TYPE,
        unknown);
    ByteBuffer notGzip = batch(3);
    signed(b -> b.putShort(ATTRIBUTES_AT, (short) 1)).accept(notGzip);
    refused(broker.isControl() ? Errors.UNKNOWN_SERVER_ERROR : Errors.INVALID_RECORD, notGzip);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badBatches")
  void shouldRefuse(String what, Errors expected, Consumer<ByteBuffer> harm) throws Exception {
    ByteBuffer batch = batch(3);
    harm.accept(batch);
    refused(expected, batch);
  }

  @Test
  void shouldRefuseOldMagic() throws Exception {
    for (byte magic = 0; magic < 2; magic++) {
      ByteBuffer old =
          MemoryRecords.withRecords(
                  magic,
                  Compression.NONE,
                  new SimpleRecord(
                      1_000L, "value".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
              .buffer();
      refused(Errors.INVALID_RECORD, old);
    }
  }

  @Test
  void shouldRefuseTwoBatchesInOnePartition() throws Exception {
    ByteBuffer one = batch(1);
    ByteBuffer two = ByteBuffer.allocate(2 * one.limit());
    two.put(one.duplicate()).put(one.duplicate()).flip();
    refused(Errors.INVALID_RECORD, two);
  }

  @Test
  void shouldRefuseNoBatchAtAll() throws Exception {
    refused(Errors.INVALID_RECORD, ByteBuffer.allocate(0));
  }

  @Test
  void shouldRefuseABatchOverMaxMessageBytes() throws Exception {
    refused(Errors.MESSAGE_TOO_LARGE, batch(1, 1_100_000));
  }

  @Test
  void shouldRefuseAcksThatAreNone() throws Exception {
    String topic = Clients.topic(broker, 1);
    try (RawConnection connection = new RawConnection(broker.port())) {
      assertEquals(
          Errors.INVALID_REQUIRED_ACKS,
          Errors.forCode(produce(connection, topic, 0, batch(1), (short) 5).errorCode()));
    }
  }

  @Test
  void shouldRefuseUnknownPartitions() throws Exception {
    String topic = Clients.topic(broker, 1);
    try (RawConnection connection = new RawConnection(broker.port())) {
      for (Supplier<PartitionProduceResponse> attempt :
          List.<Supplier<PartitionProduceResponse>>of(
              () -> unchecked(connection, topic, 1),
              () -> unchecked(connection, topic, -1),
              () -> unchecked(connection, Clients.unique("nowhere"), 0))) {
        assertEquals(Errors.UNKNOWN_TOPIC_OR_PARTITION, Errors.forCode(attempt.get().errorCode()));
      }
    }
  }

  private PartitionProduceResponse unchecked(
      RawConnection connection, String topic, int partition) {
    try {
      return produce(connection, topic, partition, batch(1), (short) -1);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The batch is refused, a good one on the same connection gets offset 0. */
  private void refused(Errors expected, ByteBuffer batch) throws Exception {
    String topic = Clients.topic(broker, 1);
    try (RawConnection connection = new RawConnection(broker.port())) {
      PartitionProduceResponse refused = produce(connection, topic, 0, batch, (short) -1);
      assertEquals(expected, Errors.forCode(refused.errorCode()), refused::toString);
      PartitionProduceResponse taken = produce(connection, topic, 0, batch(2), (short) -1);
      assertEquals(Errors.NONE, Errors.forCode(taken.errorCode()), taken::toString);
      assertEquals(0, taken.baseOffset());
    }
    try (var consumer = Clients.consumer(broker, Map.of())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      assertEquals(2L, consumer.endOffsets(List.of(partition)).get(partition));
    }
  }

  private static PartitionProduceResponse produce(
      RawConnection connection, String topic, int partition, ByteBuffer batch, short acks)
      throws java.io.IOException {
    ProduceRequestData data = new ProduceRequestData().setAcks(acks).setTimeoutMs(30_000);
    data.topicData()
        .add(
            new TopicProduceData()
                .setName(topic)
                .setPartitionData(
                    List.of(
                        new PartitionProduceData()
                            .setIndex(partition)
                            .setRecords(MemoryRecords.readableRecords(batch)))));
    ProduceResponse answer =
        connection.exchange(new ProduceRequest(data, VERSION), ProduceResponse.class);
    return answer.data().responses().iterator().next().partitionResponses().get(0);
  }

  private static ByteBuffer batch(int records) {
    return batch(records, 20);
  }

  private static ByteBuffer batch(int records, int valueSize) {
    SimpleRecord[] all = new SimpleRecord[records];
    for (int i = 0; i < records; i++) {
      all[i] = new SimpleRecord(System.currentTimeMillis(), new byte[valueSize]);
    }
    ByteBuffer written = MemoryRecords.withRecords(Compression.NONE, all).buffer();
    ByteBuffer copy = ByteBuffer.allocate(written.remaining());
    return copy.put(written.duplicate()).flip();
  }

  private static Arguments bad(String what, Errors expected, Consumer<ByteBuffer> harm) {
    return Arguments.of(what, expected, harm);
  }

  /** The harm, and then a CRC that agrees with it. */
  private static Consumer<ByteBuffer> signed(Consumer<ByteBuffer> harm) {
    return harm.andThen(
        batch -> {
          CRC32C crc = new CRC32C();
          crc.update(batch.duplicate().position(ATTRIBUTES_AT));
          batch.putInt(CRC_AT, (int) crc.getValue());
        });
  }
}
