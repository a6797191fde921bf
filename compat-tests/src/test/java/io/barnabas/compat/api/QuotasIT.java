package io.barnabas.compat.api;

import static io.barnabas.compat.harness.Clients.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Quotas: kept, told, and obeyed. */
@ExtendWith(BrokersExtension.class)
final class QuotasIT {

  @Test
  void shouldKeepQuotasOverARestart(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of());
    ClientQuotaEntity everybody = entity("user", null);
    ClientQuotaEntity alice = entity("user", "alice", "client-id", "c");
    try (Admin admin = Clients.admin(broker)) {
      alter(admin, everybody, "request_percentage", 150.5).get();
      alter(admin, alice, "producer_byte_rate", 1000.0).get();
      alter(admin, entity("ip", "127.0.0.7"), "connection_creation_rate", 5.0).get();
      alter(admin, entity("ip", "127.0.0.7"), "connection_creation_rate", null).get();
      assertInstanceOf(
          InvalidRequestException.class,
          failure(alter(admin, alice, "connection_creation_rate", 1.0)));
      assertInstanceOf(
          InvalidRequestException.class, failure(alter(admin, alice, "producer_byte_rate", 1.5)));
    }
    broker.stop();
    broker.start();
    try (Admin admin = Clients.admin(broker)) {
      assertEquals(
          Map.of(
              everybody,
              Map.of("request_percentage", 150.5),
              alice,
              Map.of("producer_byte_rate", 1000.0)),
          admin.describeClientQuotas(ClientQuotaFilter.all()).entities().get());
    }
  }

  @Test
  void shouldSlowDownWhoProducesAndFetchesTooMuch(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of("quota.window.num", "3"));
    try (Admin admin = Clients.admin(broker)) {
      admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
      alter(admin, entity("client-id", "p"), "producer_byte_rate", 20_000.0).get();
      alter(admin, entity("client-id", null), "consumer_byte_rate", 20_000.0).get();
    }
    try (var producer = Clients.producer(broker, Map.of("client.id", "p"))) {
      for (int i = 0; i < 5; i++) {
        producer.send(new ProducerRecord<>("t", "x".repeat(10_000))).get();
      }
      assertTrue(max(producer.metrics(), "produce-throttle-time-max") > 0);
    }
    try (var consumer = Clients.consumer(broker, Map.of("client.id", "c"))) {
      consumer.assign(List.of(new TopicPartition("t", 0)));
      int read = 0;
      while (read < 5) {
        read += consumer.poll(java.time.Duration.ofSeconds(1)).count();
      }
      assertTrue(max(consumer.metrics(), "fetch-throttle-time-max") > 0);
    }
  }

  @Test
  void shouldRefuseTopicsOverTheQuotaOfChanges(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of());
    try (Admin admin = Clients.admin(broker)) {
      alter(admin, entity("user", null), "controller_mutation_rate", 1.0).get();
      var created =
          admin.createTopics(
              List.of(new NewTopic("large", 12, (short) 1), new NewTopic("next", 1, (short) 1)),
              new CreateTopicsOptions().retryOnQuotaViolation(false));
      created.values().get("large").get();
      Throwable refusal = failure(created.values().get("next"));
      assertInstanceOf(ThrottlingQuotaExceededException.class, refusal);
      assertTrue(((ThrottlingQuotaExceededException) refusal).throttleTimeMs() > 0);
      admin.createTopics(List.of(new NewTopic("next", 1, (short) 1))).all().get();
    }
  }

  private static ClientQuotaEntity entity(String... typesAndNames) {
    Map<String, String> parts = new HashMap<>();
    for (int i = 0; i < typesAndNames.length; i += 2) {
      parts.put(typesAndNames[i], typesAndNames[i + 1]);
    }
    return new ClientQuotaEntity(parts);
  }

  private static KafkaFuture<Void> alter(
      Admin admin, ClientQuotaEntity entity, String key, Double value) {
    return admin
        .alterClientQuotas(
            List.of(
                new ClientQuotaAlteration(
                    entity, Arrays.asList(new ClientQuotaAlteration.Op(key, value)))))
        .all();
  }

  private static double max(Map<MetricName, ? extends Metric> metrics, String name) {
    return metrics.entrySet().stream()
        .filter(each -> each.getKey().name().equals(name))
        .mapToDouble(each -> (Double) each.getValue().metricValue())
        .filter(value -> !Double.isNaN(value))
        .max()
        .orElse(0);
  }
}
