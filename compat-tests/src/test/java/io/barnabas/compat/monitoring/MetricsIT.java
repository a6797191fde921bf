package io.barnabas.compat.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokersExtension.class)
@DisabledIfSystemProperty(named = "broker", matches = "apache-kafka")
final class MetricsIT {
  private final int http = Ports.free(RandomGenerator.getDefault());

  private BrokerProcess broker(Brokers brokers) throws IOException {
    return brokers.create(
        Map.of(
            "barnabas.http.listener",
            "127.0.0.1:" + http,
            "authorizer.class.name",
            "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users",
            "User:ANONYMOUS"));
  }

  private static void use(BrokerProcess broker, String topic, int count) throws Exception {
    try (var producer = Clients.producer(broker, Map.of("acks", "all"));
        var consumer = Clients.consumer(broker, Map.of("group.id", topic + "-readers"))) {
      for (int i = 0; i < count; i++) {
        producer.send(new ProducerRecord<>(topic, "k" + i, "v" + i));
      }
      producer.flush();
      consumer.subscribe(List.of(topic));
      assertEquals(count, Clients.poll(consumer, count).size());
      consumer.commitSync();
    }
  }

  @Test
  void shouldTellUnderTheNamesThatDashboardsAskFor(Brokers brokers) throws Exception {
    int jmx = Ports.free(RandomGenerator.getDefault());
    BrokerProcess broker = broker(brokers).withEnvironment("JMX_PORT", Integer.toString(jmx));
    broker.start();
    String topic = Clients.topic(broker, 1);
    use(broker, topic, 20);

    String lag = "kafka_consumergroup_lag_seconds"; // Looked up once a second at most.
    Await.until("lag", () -> Scrape.of(http).names().contains(lag));
    Scrape scrape = Scrape.of(http);

    assertEquals(Set.of(), missing("prometheus-names.txt", scrape.names()));
    assertEquals(20, scrape.value(traffic("messagesin", topic)));
    assertTrue(scrape.value(traffic("bytesin", topic)) > 100);
    assertTrue(scrape.value(traffic("bytesout", topic)) > 100);
    assertEquals(20, scrape.value("kafka_log_log_logendoffset" + labels(topic)));
    assertTrue(
        scrape.value(
                "kafka_network_requestmetrics_totaltimems{request=\"Produce\",quantile=\"0.99\"}")
            > 0);
    try (JMXConnector connector =
        JMXConnectorFactory.connect(
            new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmx + "/jmxrmi"))) {
      MBeanServerConnection beans = connector.getMBeanServerConnection();
      ObjectName messages =
          new ObjectName(
              "kafka.server:type=BrokerTopicMetrics,name=MessagesInPerSec,topic=" + topic);
      Await.until("the topic's MBean", () -> beans.isRegistered(messages));
      assertEquals(20L, beans.getAttribute(messages, "Count"));
    }
  }

  private static String traffic(String what, String topic) {
    return "kafka_server_brokertopicmetrics_" + what + "_total{topic=\"" + topic + "\"}";
  }

  private static String labels(String topic) {
    return "{partition=\"0\",topic=\"" + topic + "\"}";
  }

  private static Set<String> missing(String list, Set<String> found) throws IOException {
    Set<String> missing = new TreeSet<>();
    try (InputStream text = MetricsIT.class.getResourceAsStream("/monitoring/" + list)) {
      for (String line : new String(text.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.isBlank() && !line.startsWith("#") && !found.contains(line.trim())) {
          missing.add(line.trim());
        }
      }
    }
    return missing;
  }

  @Test
  void shouldTellLagInRecordsAndInSeconds(Brokers brokers) throws Exception {
    BrokerProcess broker = broker(brokers);
    broker.start();
    String topic = Clients.topic(broker, 1);
    String group = Clients.unique("group");
    long now = System.currentTimeMillis();
    try (var producer = Clients.producer(broker, Map.of("linger.ms", 100))) {
      for (int i = 0; i < 10; i++) {
        // A record for each of the last thousand seconds' hundreds.
        long timestamp = now - (10 - i) * 100_000;
        producer.send(new ProducerRecord<>(topic, 0, timestamp, "k", "v"));
      }
    }
    String labels = "{consumergroup=\"" + group + "\",partition=\"0\",topic=\"" + topic + "\"}";

    for (int committed : List.of(0, 4, 9, 10)) {
      try (var admin = Clients.admin(broker)) {
        admin
            .alterConsumerGroupOffsets(
                group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(committed)))
            .all()
            .get();
      }
      Await.until(
          "lag behind " + committed,
          () ->
              Scrape.of(http).value("kafka_consumergroup_lag" + labels) == 10 - committed
                  && Scrape.of(http).value("kafka_consumergroup_current_offset" + labels)
                      == committed);
      double seconds = Scrape.of(http).value("kafka_consumergroup_lag_seconds" + labels);
      double expected = (10 - committed) * 100;
      assertTrue(
          Math.abs(seconds - expected) <= expected / 10, seconds + " instead of " + expected);
    }
  }

  @Test
  void shouldSayWhenItIsReadyAndHowFarItIsUntilThen(Brokers brokers) throws Exception {
    BrokerProcess broker = broker(brokers);
    broker.start();
    String topic = Clients.topic(broker, 50);
    use(broker, topic, 200);
    broker.kill();
    broker.launch();

    List<String> before = new ArrayList<>();
    Await.until(
        "readiness",
        () -> {
          try {
            HttpResponse<String> answer = Scrape.get(http, "/ready");
            if (answer.statusCode() == 200) {
              return true;
            }
            assertEquals(503, answer.statusCode());
            assertEquals(200, Scrape.get(http, "/health").statusCode());
            before.add(answer.body());
          } catch (ConnectException notYet) {
            // Its JVM is still on its way.
          }
          return false;
        });

    assertTrue(
        before.stream().anyMatch(body -> body.contains("\"ready\":false")), before.toString());
    assertTrue(
        Scrape.get(http, "/ready").body().matches("(?s).*\"logs\":[1-9].*"),
        Scrape.get(http, "/ready").body());
    use(broker, Clients.topic(broker, 1), 1);
    assertEquals(404, Scrape.get(http, "/nothing").statusCode());
  }
}
