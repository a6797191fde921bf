package io.barnabas.compat.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ListOffsets: the exact record, wherever in its batch it is. */
@ExtendWith(BrokersExtension.class)
final class OffsetsByTimeIT {
  private final BrokerProcess broker;
  private final long now = System.currentTimeMillis();
  private Admin admin;

  OffsetsByTimeIT(BrokerProcess broker) {
    this.broker = broker;
  }

  @BeforeEach
  void connect() {
    admin = Clients.admin(broker);
  }

  @AfterEach
  void disconnect() {
    admin.close();
  }

  /** One batch for each array: records that long before now, in ms. */
  private TopicPartition produced(Map<String, String> configs, String codec, long[]... batches)
      throws Exception {
    TopicPartition partition = new TopicPartition(Clients.topic(broker, 1, configs), 0);
    Map<String, Object> settings =
        Map.of("compression.type", codec, "linger.ms", 60_000, "batch.size", 1_000_000);
    try (Producer<String, String> producer = Clients.producer(broker, settings)) {
      for (long[] batch : batches) {
        for (long ago : batch) {
          producer.send(
              new ProducerRecord<>(partition.topic(), 0, now - ago, null, "v".repeat(500)));
        }
        producer.flush();
      }
    }
    return partition;
  }

  private ListOffsetsResultInfo find(TopicPartition partition, OffsetSpec spec) throws Exception {
    return find(partition, spec, IsolationLevel.READ_UNCOMMITTED);
  }

  private ListOffsetsResultInfo find(
      TopicPartition partition, OffsetSpec spec, IsolationLevel isolation) throws Exception {
    return admin
        .listOffsets(Map.of(partition, spec), new ListOffsetsOptions(isolation))
        .partitionResult(partition)
        .get();
  }

  private void assertFound(long offset, long ago, ListOffsetsResultInfo found) {
    assertEquals(offset, found.offset());
    assertEquals(now - ago, found.timestamp());
    assertEquals(Optional.of(0), found.leaderEpoch());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void shouldFindTheRecordWithinItsBatch(String codec) throws Exception {
    TopicPartition partition =
        produced(
            Map.of(),
            codec,
            new long[] {5000, 4000, 3000},
            new long[] {2500, 900, 2000, 900},
            new long[] {1000, 950});

    assertFound(0, 5000, find(partition, OffsetSpec.forTimestamp(now - 9000)));
    assertFound(1, 4000, find(partition, OffsetSpec.forTimestamp(now - 4500)));
    assertFound(2, 3000, find(partition, OffsetSpec.forTimestamp(now - 3000)));
    assertFound(4, 900, find(partition, OffsetSpec.forTimestamp(now - 2400)));
    assertFound(4, 900, find(partition, OffsetSpec.forTimestamp(now - 900)));
    assertEquals(-1, find(partition, OffsetSpec.forTimestamp(now - 800)).offset());
    assertEquals(-1, find(partition, OffsetSpec.forTimestamp(now - 800)).timestamp());
    assertFound(4, 900, find(partition, OffsetSpec.maxTimestamp()));
  }

  @Test
  void shouldFindTheRecordInItsSegment() throws Exception {
    TopicPartition partition =
        produced(
            Map.of("internal.segment.bytes", "2000", "index.interval.bytes", "0"),
            "none",
            new long[] {9000, 8000},
            new long[] {7000, 100},
            new long[] {6000, 5000},
            new long[] {4000, 3000});

    assertFound(3, 100, find(partition, OffsetSpec.forTimestamp(now - 6500)));
    assertFound(3, 100, find(partition, OffsetSpec.forTimestamp(now - 100)));
    assertFound(3, 100, find(partition, OffsetSpec.maxTimestamp()));
    admin
        .deleteRecords(
            Map.of(partition, org.apache.kafka.clients.admin.RecordsToDelete.beforeOffset(5)))
        .all()
        .get();
    // Apache Kafka looks no further than the deleted records until their segment is gone.
    if (!broker.isControl()) {
      assertFound(5, 5000, find(partition, OffsetSpec.forTimestamp(now - 6500)));
    }
    assertFound(7, 3000, find(partition, OffsetSpec.forTimestamp(now - 3500)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4"})
  void shouldFindTheBatchByTheTimeOfItsAppend(String codec) throws Exception {
    TopicPartition partition =
        produced(
            Map.of("message.timestamp.type", "LogAppendTime"),
            codec,
            new long[] {500_000, 400_000},
            new long[] {300_000, 200_000});

    assertEquals(0, find(partition, OffsetSpec.forTimestamp(now - 1000)).offset());
    ListOffsetsResultInfo newest = find(partition, OffsetSpec.maxTimestamp());
    long expected = find(partition, OffsetSpec.forTimestamp(newest.timestamp())).offset();
    assertEquals(expected, newest.offset());
    assertEquals(-1, find(partition, OffsetSpec.forTimestamp(newest.timestamp() + 1)).offset());
  }

  @Test
  void shouldKnowBeginningEndAndWhatOnlyTieredStorageHas() throws Exception {
    TopicPartition empty = produced(Map.of(), "none");
    assertEquals(0, find(empty, OffsetSpec.earliest()).offset());
    assertEquals(0, find(empty, OffsetSpec.latest()).offset());
    assertEquals(-1, find(empty, OffsetSpec.maxTimestamp()).offset());
    TopicPartition partition = produced(Map.of(), "none", new long[] {3000, 2000, 1000});
    admin
        .deleteRecords(
            Map.of(partition, org.apache.kafka.clients.admin.RecordsToDelete.beforeOffset(1)))
        .all()
        .get();
    assertEquals(1, find(partition, OffsetSpec.earliest()).offset());
    assertEquals(1, find(partition, OffsetSpec.earliestLocal()).offset());
    assertEquals(3, find(partition, OffsetSpec.latest()).offset());
    assertEquals(-1, find(partition, OffsetSpec.latestTiered()).offset());
    assertEquals(-1, find(partition, OffsetSpec.latestTiered()).timestamp());
    assertEquals(-1, find(partition, OffsetSpec.earliestPendingUpload()).offset());
  }

  private static boolean begins(Producer<String, String> producer) {
    try {
      producer.initTransactions();
      return true;
    } catch (KafkaException e) {
      return false;
    }
  }

  /** What is not committed is no answer, not even to the question for the newest. */
  @Test
  void shouldTellReadersOfCommittedRecordsNothingOfOthers() throws Exception {
    TopicPartition partition = produced(Map.of(), "none", new long[] {3000, 2000});
    Map<String, Object> settings = new HashMap<>();
    settings.put("transactional.id", Clients.unique("tx"));
    try (Producer<String, String> producer = Clients.producer(broker, settings)) {
      assumeTrue(begins(producer), "this broker serves no transactions");
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(partition.topic(), 0, now, null, "open")).get();

      assertEquals(
          -1, find(partition, OffsetSpec.maxTimestamp(), IsolationLevel.READ_COMMITTED).offset());
      assertEquals(2, find(partition, OffsetSpec.maxTimestamp()).offset());
      assertEquals(
          -1,
          find(partition, OffsetSpec.forTimestamp(now - 1000), IsolationLevel.READ_COMMITTED)
              .offset());
      producer.commitTransaction();
    }
    try (Consumer<String, String> consumer = Clients.consumer(broker, Map.of())) {
      assertEquals(2, consumer.offsetsForTimes(Map.of(partition, now)).get(partition).offset());
      assertEquals(
          List.of(partition), List.copyOf(consumer.endOffsets(List.of(partition)).keySet()));
    }
  }
}
