package io.barnabas.compat.transactions.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.RawConnection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A marker of Transactions V2 that comes again when the next transaction is open has the same epoch
 * as that, and must not end it: not its records, and not its offsets (KIP-1228).
 */
@ExtendWith(BrokersExtension.class)
final class LateMarkerIT {
  private static final long FIRST = 5;
  private static final long SECOND = 9;

  private final BrokerProcess broker;

  LateMarkerIT(BrokerProcess broker) {
    this.broker = broker;
  }

  @Test
  void shouldRefuseAMarkerOfTheEpochThatIsOpen() throws Exception {
    String topic = Clients.topic(broker, 1);
    String group = Clients.unique("group");
    try (RawConnection connection = new RawConnection(broker.port())) {
      RawProducer.findCoordinators(connection);
      RawProducer producer = new RawProducer(connection, Clients.unique("late"), true);
      assertEquals(Errors.NONE, producer.init());
      assertEquals(Errors.NONE, producer.produce(topic, 0, 0, "first"));
      assertEquals(Errors.NONE, producer.commitOffset(group, topic, FIRST));
      assertEquals(Errors.NONE, producer.end(true));
      assertEquals(Errors.NONE, producer.produce(topic, 0, 0, "second"));
      assertEquals(Errors.NONE, producer.commitOffset(group, topic, SECOND));

      WritableTxnMarker late =
          new WritableTxnMarker()
              .setProducerId(producer.producerId)
              .setProducerEpoch(producer.epoch)
              .setTransactionResult(true)
              .setCoordinatorEpoch(1_000)
              .setTransactionVersion((byte) 2);
      assertEquals(Errors.INVALID_PRODUCER_EPOCH, write(connection, late, topic, 0));
      int offsets = Math.abs(group.hashCode()) % partitions("__consumer_offsets");
      assertEquals(
          Errors.INVALID_PRODUCER_EPOCH, write(connection, late, "__consumer_offsets", offsets));

      assertEquals(Errors.NONE, producer.end(false));
      new Ends(broker.bootstrapServers()).awaitStable(List.of(new TopicPartition(topic, 0)));
      assertEquals(FIRST, offset(group));
    }
    Readings read =
        Readings.whole(broker.bootstrapServers(), Readings.partitions(topic, 1), Map.of());
    assertEquals(List.of("first"), List.copyOf(read.of(new TopicPartition(topic, 0)).values()));
  }

  private static Errors write(
      RawConnection connection, WritableTxnMarker marker, String topic, int partition)
      throws Exception {
    WriteTxnMarkersResponseData answer =
        (WriteTxnMarkersResponseData)
            connection.ask(
                ApiKeys.WRITE_TXN_MARKERS,
                (short) 2,
                new WriteTxnMarkersRequestData()
                    .setMarkers(
                        List.of(
                            marker
                                .duplicate()
                                .setTopics(
                                    List.of(
                                        new WritableTxnMarkerTopic()
                                            .setName(topic)
                                            .setPartitionIndexes(List.of(partition)))))));
    return Errors.forCode(answer.markers().get(0).topics().get(0).partitions().get(0).errorCode());
  }

  private int partitions(String topic) throws Exception {
    try (Admin admin = Clients.admin(broker)) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .partitions()
          .size();
    }
  }

  /** The group's stable offset. */
  private long offset(String group) throws Exception {
    try (Admin admin = Clients.admin(broker)) {
      return admin
          .listConsumerGroupOffsets(
              Map.of(group, new ListConsumerGroupOffsetsSpec()),
              new ListConsumerGroupOffsetsOptions().requireStable(true))
          .all()
          .get()
          .get(group)
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .findFirst()
          .orElse(-1);
    }
  }
}
