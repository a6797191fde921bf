package io.barnabas.compat.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Ports;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lag in seconds where there is more to it than the record at the committed offset. */
@ExtendWith(BrokersExtension.class)
@DisabledIfSystemProperty(named = "broker", matches = "apache-kafka")
final class LagIT {
  private static final int RECORDS = 10;

  private final int http = Ports.free(RandomGenerator.getDefault());
  private final long now = System.currentTimeMillis();
  private BrokerProcess broker;
  private String topic = "";
  private String group = "";

  @BeforeEach
  void start(Brokers brokers) throws Exception {
    broker =
        brokers.start(
            Map.of("barnabas.http.listener", "127.0.0.1:" + http, "log.cleaner.backoff.ms", "100"));
  }

  /** Records whose ages are as given, in seconds, in batches of so many. */
  private void produce(int perBatch, List<Long> ages, Map<String, Object> settings)
      throws Exception {
    try (var producer = Clients.producer(broker, settings)) {
      boolean transactional = settings.containsKey("transactional.id");
      if (transactional) {
        producer.initTransactions();
        producer.beginTransaction();
      }
      int sent = 0;
      for (long age : ages) {
        producer.send(new ProducerRecord<>(topic, 0, now - age * 1000, "k", "v" + age));
        if (++sent % perBatch == 0) {
          producer.flush();
        }
      }
      if (transactional) {
        producer.commitTransaction();
      }
    }
  }

  private void commit(long offset) throws Exception {
    try (var admin = Clients.admin(broker)) {
      admin
          .alterConsumerGroupOffsets(
              group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)))
          .all()
          .get();
    }
  }

  private void make(Map<String, String> configs) throws Exception {
    topic = Clients.topic(broker, 1, configs);
    group = Clients.unique("group");
  }

  private String labels() {
    return "{consumergroup=\"" + group + "\",partition=\"0\",topic=\"" + topic + "\"}";
  }

  private void awaitLag(long records, double seconds) {
    double[] last = new double[1];
    Await.until(
        records + " records and " + seconds + " seconds",
        Await.GENEROUS,
        () -> {
          Scrape scrape = Scrape.of(http);
          last[0] = scrape.value("kafka_consumergroup_lag_seconds" + labels());
          return scrape.value("kafka_consumergroup_lag" + labels()) == records
              && Math.abs(last[0] - seconds) <= seconds / 10;
        },
        () -> " but " + last[0] + " seconds");
  }

  @Test
  void shouldLookIntoBatchesWhoseRecordsAreUnevenlyOld() throws Exception {
    make(Map.of());
    produce(4, List.of(10_000L, 9_000L, 1_000L, 900L), Map.of("linger.ms", 1000));

    commit(1);
    awaitLag(3, 9_000);
    commit(2);
    awaitLag(2, 1_000);
    commit(4);
    awaitLag(0, 0);
  }

  @Test
  void shouldNotCountWhatCompactionAndDeletionHaveTaken() throws Exception {
    make(
        Map.of(
            "cleanup.policy", "compact",
            "segment.bytes", "1048576",
            "segment.ms", "1",
            "min.cleanable.dirty.ratio", "0.01"));
    produce(1, List.of(9_000L, 8_000L, 7_000L, 3_000L), Map.of("linger.ms", 0));
    commit(0);
    // The last but one is the newest of its key among those that can be compacted.
    awaitLag(4, 7_000);
    Scrape scrape = Scrape.of(http);
    double kept = scrape.value("kafka_log_logcleaner_cleaner_recopy_percent");
    assertTrue(kept > 0 && kept < 100, kept + " % kept");
    assertTrue(scrape.value("kafka_log_logcleanermanager_time_since_last_run_ms") >= 0);

    make(Map.of());
    produce(1, List.of(9_000L, 8_000L, 7_000L, 3_000L), Map.of("linger.ms", 0));
    commit(0);
    awaitLag(4, 9_000);
    try (var admin = Clients.admin(broker)) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(3)))
          .all()
          .get();
    }
    awaitLag(4, 3_000);
  }

  @Test
  void shouldNotWaitForMarkersOfTransactions() throws Exception {
    make(Map.of());
    String id = Clients.unique("transactions");
    produce(1, List.of(5_000L, 4_000L), Map.of("transactional.id", id));

    commit(1);
    awaitLag(2, 4_000);
    commit(2); // The marker is left, which nobody is going to consume.
    awaitLag(1, 0);
  }

  @Test
  void shouldGoByTheTimeOfAppendingWhereTheTopicDoes() throws Exception {
    make(Map.of("message.timestamp.type", "LogAppendTime"));
    long began = System.currentTimeMillis();
    produce(RECORDS, List.of(9_000L), Map.of());
    commit(0);

    Await.until("lag", () -> Scrape.of(http).value("kafka_consumergroup_lag" + labels()) == 1);
    double seconds = Scrape.of(http).value("kafka_consumergroup_lag_seconds" + labels());
    double most = (System.currentTimeMillis() - began) / 1e3;

    assertTrue(seconds >= 0 && seconds <= most, seconds + " of at most " + most);
    commit(1);
    Await.until("no lag", () -> Scrape.of(http).value("kafka_consumergroup_lag" + labels()) == 0);
    assertEquals(0, Scrape.of(http).value("kafka_consumergroup_lag_seconds" + labels()));
  }
}
