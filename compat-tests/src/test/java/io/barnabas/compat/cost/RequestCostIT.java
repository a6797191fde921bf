package io.barnabas.compat.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.RawConnection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A guard against work that creeps into the path of every request. The limits stand about a half
 * above what was counted when they were written; a change that passes them has to be worth it, and
 * moves them on purpose.
 */
@ExtendWith(BrokersExtension.class)
@DisabledIfSystemProperty(named = "broker", matches = "apache-kafka")
final class RequestCostIT {
  private static final short PRODUCE_VERSION = 13;
  private static final short FETCH_VERSION = 17;
  private static final int PIPELINE = 5;
  private static final int WARM_UP = 6_000;
  private static final int COUNTED = 2_000;
  private static final int BATCH_BYTES = 16 << 10;
  private static final int FETCH_BYTES = 256 << 10;

  private final BrokerProcess broker;
  private Uuid topic = Uuid.ZERO_UUID;

  RequestCostIT(BrokerProcess broker) {
    this.broker = broker;
  }

  @BeforeEach
  void createTopic() throws Exception {
    String name = Clients.topic(broker, 1);
    try (Admin admin = Clients.admin(broker)) {
      topic = admin.describeTopics(List.of(name)).allTopicNames().get().get(name).topicId();
    }
  }

  @Test
  void shouldNotCopyBatchesToTheHeapNorAllocateMuchElse() throws Exception {
    try (RawConnection connection = new RawConnection(broker.port());
        HeapCounter heap = HeapCounter.attach(broker.pid())) {
      produce(connection, WARM_UP);
      long before = heap.bytes();
      produce(connection, COUNTED);
      long produced = (heap.bytes() - before) / COUNTED;

      fetch(connection, WARM_UP);
      before = heap.bytes();
      fetch(connection, COUNTED);
      long fetched = (heap.bytes() - before) / COUNTED;

      System.out.printf("heap bytes per request: produce %d, fetch %d%n", produced, fetched);
      assertTrue(produced <= 6_500, () -> produced + " bytes of heap per produce request");
      assertTrue(fetched <= 10_500, () -> fetched + " bytes of heap per fetch request");
    }
  }

  @Test
  void shouldReceiveWriteAndAnswerWithOneCallEach() throws Exception {
    assumeTrue(SystemCalls.canBeCounted(), "no strace");
    try (RawConnection connection = new RawConnection(broker.port())) {
      produce(connection, WARM_UP);
      fetch(connection, WARM_UP);
      try (SystemCalls calls = SystemCalls.of(broker.pid())) {
        produce(connection, COUNTED);
        check("produce", calls.counts(), Map.of("pwrite64", 1.6, "sendto", 1.1, "writev", 0.1));
      }
      try (SystemCalls calls = SystemCalls.of(broker.pid())) {
        fetch(connection, COUNTED);
        check("fetch", calls.counts(), Map.of("sendfile", 1.5, "mmap", 0.1, "pwrite64", 0.1));
      }
    }
  }

  private static void check(String request, Map<String, Long> counts, Map<String, Double> limits) {
    System.out.printf("system calls of %d %s requests: %s%n", COUNTED, request, counts);
    limits.forEach(
        (call, limit) ->
            assertTrue(
                counts.getOrDefault(call, 0L) <= limit * COUNTED,
                () -> call + " more than " + limit + " times per " + request + ": " + counts));
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    assertTrue(all <= 9L * COUNTED, () -> "system calls per " + request + ": " + counts);
  }

  private void produce(RawConnection connection, int times) throws Exception {
    MemoryRecords records =
        MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(new byte[BATCH_BYTES]));
    ProduceRequestData.TopicProduceDataCollection topics =
        new ProduceRequestData.TopicProduceDataCollection();
    topics.add(
        new TopicProduceData()
            .setTopicId(topic)
            .setPartitionData(List.of(new PartitionProduceData().setIndex(0).setRecords(records))));
    ProduceRequestData request =
        new ProduceRequestData().setAcks((short) -1).setTimeoutMs(30_000).setTopicData(topics);
    for (int sent = 0; sent < times; sent += PIPELINE) {
      for (ApiMessage answer :
          connection.askAtOnce(ApiKeys.PRODUCE, PRODUCE_VERSION, request, PIPELINE)) {
        assertEquals(
            0,
            ((ProduceResponseData) answer)
                .responses()
                .iterator()
                .next()
                .partitionResponses()
                .get(0)
                .errorCode());
      }
    }
  }

  private void fetch(RawConnection connection, int times) throws Exception {
    FetchRequestData request =
        new FetchRequestData()
            .setMaxWaitMs(500)
            .setMinBytes(1)
            .setMaxBytes(50 << 20)
            .setSessionEpoch(-1)
            .setTopics(
                List.of(
                    new FetchRequestData.FetchTopic()
                        .setTopicId(topic)
                        .setPartitions(
                            List.of(
                                new FetchRequestData.FetchPartition()
                                    .setPartition(0)
                                    .setPartitionMaxBytes(FETCH_BYTES)))));
    for (int sent = 0; sent < times; sent++) {
      FetchResponseData answer =
          (FetchResponseData) connection.ask(ApiKeys.FETCH, FETCH_VERSION, request);
      int bytes = answer.responses().get(0).partitions().get(0).records().sizeInBytes();
      assertTrue(bytes > FETCH_BYTES - 2 * BATCH_BYTES, () -> "only " + bytes + " bytes");
    }
  }
}
