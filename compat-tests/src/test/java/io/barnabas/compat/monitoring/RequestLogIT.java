package io.barnabas.compat.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokersExtension.class)
@DisabledIfSystemProperty(named = "broker", matches = "apache-kafka")
final class RequestLogIT {

  @Test
  void shouldLogRequestsInJsonWhileItIsAskedTo(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of("barnabas.log.format", "json"));
    String topic = Clients.topic(broker, 1);
    String name = "we\nird \"client\"";
    produce(broker, topic, name, "before");
    assertFalse(broker.output().contains("Completed request"), broker.tail());

    level(broker, OpType.SET, "TRACE");
    produce(broker, topic, name, "secret");
    Await.until("the request", () -> produced(broker).size() == 1);
    level(broker, OpType.DELETE, "");
    produce(broker, topic, name, "after");

    assertEquals(1, produced(broker).size());
    String line = produced(broker).get(0);
    assertTrue(line.startsWith("{\"timestamp\":\""), line);
    assertTrue(line.contains("\"logger\":\"kafka.request.logger\""), line);
    assertTrue(line.contains("ird"), line);
    assertFalse(line.contains("secret"), line);
    assertTrue(
        broker
            .output()
            .lines()
            .filter(each -> !each.startsWith("barnabas: "))
            .allMatch(each -> each.startsWith("{\"timestamp\":\"") && each.endsWith("\"}")),
        broker.tail());
  }

  private static List<String> produced(BrokerProcess broker) {
    return broker
        .output()
        .lines()
        .filter(each -> each.contains("Completed request") && each.contains("PRODUCE"))
        .toList();
  }

  private static void produce(BrokerProcess broker, String topic, String client, String value)
      throws Exception {
    try (var producer =
        Clients.producer(broker, Map.of("client.id", client, "enable.idempotence", false))) {
      producer.send(new ProducerRecord<>(topic, "k", value)).get();
    }
  }

  private static void level(BrokerProcess broker, OpType operation, String level) throws Exception {
    try (var admin = Clients.admin(broker)) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1"),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("kafka.request.logger", level), operation))))
          .all()
          .get();
    }
  }
}
