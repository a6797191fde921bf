package io.barnabas.compat.tools;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.JavaRun;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code kafka-configs.sh --entity-type broker-loggers}. */
@ExtendWith(BrokersExtension.class)
@DisabledIfSystemProperty(named = "broker", matches = "apache-kafka")
final class BrokerLoggersToolIT {
  private final BrokerProcess broker;
  private final StockTools tools;

  BrokerLoggersToolIT(BrokerProcess broker) {
    this.broker = broker;
    this.tools = new StockTools(broker);
  }

  @Test
  void shouldTurnRequestLoggingOnAndOff() throws Exception {
    String topic = Clients.topic(broker, 1);
    String watched = Clients.unique("watched");
    String unwatched = Clients.unique("unwatched");

    loggers("--alter", "--add-config", "kafka.request.logger=DEBUG");
    loggers("--describe").contains("kafka\\.request\\.logger=DEBUG");
    produce(topic, watched);
    Await.until("a request in the log", () -> isLogged(watched));
    loggers("--alter", "--delete-config", "kafka.request.logger");
    loggers("--describe").contains("kafka\\.request\\.logger=INFO");
    produce(topic, unwatched);

    assertFalse(isLogged(unwatched), broker.tail());
  }

  private JavaRun.Result loggers(String... arguments) throws IOException, InterruptedException {
    String[] all = new String[arguments.length + 4];
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    all[0] = "--entity-type";
    all[1] = "broker-loggers";
    all[2] = "--entity-name";
    all[3] = "1";
    return tools.configs(all);
  }

  private boolean isLogged(String clientId) throws IOException {
    return broker.output().contains("\"clientId\":\"" + clientId + "\"");
  }

  private void produce(String topic, String clientId) throws Exception {
    try (var producer = Clients.producer(broker, Map.of("client.id", clientId))) {
      producer.send(new ProducerRecord<>(topic, "k", "v")).get();
    }
  }
}
