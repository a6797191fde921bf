package io.barnabas.compat.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Ports;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokersExtension.class)
@DisabledIfSystemProperty(named = "broker", matches = "apache-kafka")
final class TelemetryIT {

  @Test
  void shouldTellWhatSubscribedClientsPush(Brokers brokers) throws Exception {
    int http = Ports.free(RandomGenerator.getDefault());
    BrokerProcess broker = brokers.start(Map.of("barnabas.http.listener", "127.0.0.1:" + http));
    String topic = Clients.topic(broker, 1);
    subscribe(
        broker,
        "producers",
        Map.of(
            "interval.ms", "100",
            "match", "client_id=watched-.*,client_software_name=apache-kafka-java",
            "metrics", "org.apache.kafka.producer."));

    try (var watched =
            Clients.producer(
                broker, Map.of("client.id", "watched-1", "enable.metrics.push", true));
        var other =
            Clients.producer(
                broker, Map.of("client.id", "not-watched", "enable.metrics.push", true))) {
      String labels =
          "client_id=\"watched-1\",client_instance_id=\""
              + watched.clientInstanceId(Duration.ofSeconds(30))
              + "\"";
      Await.until(
          "a total that was pushed in parts",
          () -> {
            watched.send(new ProducerRecord<>(topic, "k", "v")).get();
            other.send(new ProducerRecord<>(topic, "k", "v")).get();
            return Scrape.of(http).series().entrySet().stream()
                .anyMatch(
                    each ->
                        each.getKey().contains(labels)
                            && each.getKey().startsWith("client_pushed_org_apache_kafka_producer_")
                            && each.getKey().contains("_total{")
                            && each.getValue() > 0);
          });

      assertTrue(
          Scrape.of(http).series().keySet().stream()
              .noneMatch(each -> each.contains("not-watched")));
      assertEquals(0, Scrape.of(http).value("kafka_server_client_metrics_plugin_error_count"));
    }
  }

  private static void subscribe(BrokerProcess broker, String name, Map<String, String> configs)
      throws Exception {
    List<AlterConfigOp> changes =
        configs.entrySet().stream()
            .map(
                each ->
                    new AlterConfigOp(
                        new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
            .toList();
    try (var admin = Clients.admin(broker)) {
      admin
          .incrementalAlterConfigs(
              Map.of(new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name), changes))
          .all()
          .get();
    }
  }
}
