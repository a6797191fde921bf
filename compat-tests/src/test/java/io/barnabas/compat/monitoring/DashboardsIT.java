package io.barnabas.compat.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaAlteration.Op;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the dashboards of others ask for, and which MBeans Apache Kafka has, against a broker that
 * is in use. What is listed as missing is missing, so that the lists stay true.
 */
@ExtendWith(BrokersExtension.class)
@DisabledIfSystemProperty(named = "broker", matches = "apache-kafka")
final class DashboardsIT {
  private static final String CLIENT = "limited";

  private final int http = Ports.free(RandomGenerator.getDefault());
  private final int jmx = Ports.free(RandomGenerator.getDefault());

  /** What a dashboard asks for: at the page, of an MBean, or in vain for a reason. */
  private record Query(String dashboard, String name, String where) {
    boolean isAtPage() {
      return where.equals("page");
    }

    boolean isMissing() {
      return where.startsWith("-");
    }
  }

  @Test
  void shouldAnswerWhatDashboardsAskForButWhatIsListedAsMissing(Brokers brokers) throws Exception {
    BrokerProcess broker =
        brokers
            .create(
                Map.of(
                    "barnabas.http.listener",
                    "127.0.0.1:" + http,
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                    "super.users",
                    "User:ANONYMOUS"))
            .withEnvironment("JMX_PORT", Integer.toString(jmx));
    broker.start();
    String topic = Clients.topic(broker, 1);
    limit(broker);
    try (Consumer<String, String> consumer =
            Clients.consumer(broker, Map.of("group.id", topic, "client.id", CLIENT));
        JMXConnector connector = connect()) {
      use(broker, topic, consumer);
      String lag = "kafka_consumergroup_lag_seconds"; // Looked up once a second at most.
      Await.until("lag", () -> Scrape.of(http).names().contains(lag));
      Set<String> page = Scrape.of(http).names();
      MBeanServerConnection server = connector.getMBeanServerConnection();
      List<String> listed = lines("mbeans-of-apache-kafka.tsv");

      Await.until(
          "all MBeans",
          Await.GENEROUS,
          () -> wrong(listed, Beans.of(server)).isEmpty(),
          () -> String.valueOf(wrongNow(listed, server)));
      assertEquals(Set.of(), wrong(queries(), page, Beans.of(server)));
    }
  }

  private static Set<String> wrongNow(List<String> listed, MBeanServerConnection server) {
    try {
      return wrong(listed, Beans.of(server));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private JMXConnector connect() throws IOException {
    return JMXConnectorFactory.connect(
        new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmx + "/jmxrmi"));
  }

  private static void limit(BrokerProcess broker) throws Exception {
    try (var admin = Clients.admin(broker)) {
      ClientQuotaEntity client = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, CLIENT));
      admin
          .alterClientQuotas(
              List.of(
                  new ClientQuotaAlteration(
                      client,
                      List.of(
                          new Op("producer_byte_rate", 1e6),
                          new Op("consumer_byte_rate", 1e6),
                          new Op("request_percentage", 100.0),
                          new Op("controller_mutation_rate", 100.0)))))
          .all()
          .get();
    }
  }

  private static void use(BrokerProcess broker, String topic, Consumer<String, String> consumer)
      throws Exception {
    try (var producer =
        Clients.producer(broker, Map.of("client.id", CLIENT, "transactional.id", topic))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, "k", "v"));
      producer.commitTransaction();
    }
    consumer.subscribe(List.of(topic));
    Clients.poll(consumer, 1);
    consumer.commitSync();
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers(), "client.id", CLIENT))) {
      NewTopic another = new NewTopic(topic + "-another", 1, (short) 1);
      admin.createTopics(List.of(another)).all().get();
    }
  }

  /** A line is what Apache Kafka has, its attributes, and why it is not here. */
  private static Set<String> wrong(List<String> listed, Set<String> beans) {
    Set<String> wrong = new TreeSet<>();
    for (String line : listed) {
      String[] parts = line.split("\t", -1);
      boolean missing = parts.length > 2;
      for (String attribute : parts[1].split(",")) {
        String bean = parts[0] + " " + attribute;
        if (beans.contains(bean) == missing) {
          wrong.add((missing ? "is not missing: " : "is missing: ") + bean);
        }
      }
    }
    return wrong;
  }

  private static Set<String> wrong(List<Query> queries, Set<String> page, Set<String> beans) {
    Set<String> wrong = new TreeSet<>();
    for (Query query : queries) {
      boolean found =
          query.isAtPage() || query.isMissing()
              ? page.contains(query.name())
              : beans.contains(query.where());
      if (found == query.isMissing()) {
        wrong.add(query.dashboard() + ": " + query.name() + " (" + query.where() + ")");
      }
    }
    return wrong;
  }

  private static List<Query> queries() throws IOException {
    List<Query> queries = new ArrayList<>();
    String dashboard = "";
    for (String line : lines("dashboards.tsv")) {
      String[] parts = line.split("\t");
      if (parts.length == 1) {
        dashboard = line;
      } else {
        queries.add(new Query(dashboard, parts[0], parts[1]));
      }
    }
    return queries;
  }

  private static List<String> lines(String list) throws IOException {
    try (InputStream text = DashboardsIT.class.getResourceAsStream("/monitoring/" + list)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  @Test
  void shouldCountInTheDocumentationWhatIsListed() throws Exception {
    String documentation = Files.readString(Path.of("..", "docs", "dashboards.md"));
    List<Query> queries = queries();
    Set<String> dashboards = new TreeSet<>();
    queries.forEach(query -> dashboards.add(query.dashboard()));
    for (String dashboard : dashboards) {
      List<Query> asked =
          queries.stream().filter(query -> query.dashboard().equals(dashboard)).toList();
      long page = asked.stream().filter(Query::isAtPage).count();
      long missing = asked.stream().filter(Query::isMissing).count();
      String row =
          "| %s | %d | %d | %d | %d |"
              .formatted(dashboard, asked.size(), page, asked.size() - page - missing, missing);
      assertEquals(
          1, documentation.lines().filter(row::equals).count(), "a line " + row + " is wanted");
    }
  }
}
