package io.barnabas.compat.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Ports;
import io.barnabas.compat.harness.RawConnection;
import io.barnabas.compat.harness.TcpProxy;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stock clients that reach one broker by several addresses, with nothing configured. */
@ExtendWith(BrokersExtension.class)
final class ReachedAddressIT {
  private final int port = Ports.free(RandomGenerator.getDefault());

  private BrokerProcess start(Brokers brokers, Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("listeners", "PLAINTEXT://:" + port);
    all.put("offsets.topic.num.partitions", "1");
    all.putAll(settings);
    BrokerProcess broker = brokers.create(port, all);
    Assumptions.assumeFalse(broker.isControl(), "Apache Kafka tells everybody the same");
    return broker.start();
  }

  /** Everything this client is told of the broker, after it has written, read and committed. */
  private static Set<String> told(String bootstrap) throws Exception {
    String topic = Clients.unique("topic");
    Set<String> told = new TreeSet<>();
    try (var producer = Clients.producer(bootstrap, Map.of());
        var consumer = Clients.consumer(bootstrap, Map.of("group.id", topic));
        var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      producer.send(new ProducerRecord<>(topic, "to the castle")).get();
      consumer.subscribe(List.of(topic));
      assertEquals("to the castle", Clients.poll(consumer, 1).get(0).value());
      consumer.commitSync();
      told.add(text(consumer.partitionsFor(topic).get(0).leader()));
      admin.describeCluster().nodes().get().forEach(node -> told.add(text(node)));
      told.add(text(admin.describeCluster().controller().get()));
      told.add(
          text(
              admin
                  .describeConsumerGroups(List.of(topic))
                  .describedGroups()
                  .get(topic)
                  .get()
                  .coordinator()));
    }
    return told;
  }

  private static String text(Node node) {
    return node.host() + ":" + node.port();
  }

  @Test
  void shouldTellEachClientTheAddressItCameBy(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers, Map.of("advertised.listeners", "auto"));

    assertEquals(Set.of("127.0.0.1:" + port), told("localhost:" + port));
    assertEquals(Set.of("127.0.0.2:" + port), told("127.0.0.2:" + port));
    if (NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null) {
      assertEquals(Set.of("::1:" + port), told("[::1]:" + port));
    }
    Await.until(
        "a line that says from where clients can connect",
        () -> broker.output().contains("Clients can connect to PLAINTEXT://127.0.0.1:" + port));
  }

  @Test
  void shouldTellClientsOfEachListenerItsOwnPort(Brokers brokers) throws Exception {
    int other = Ports.free(RandomGenerator.getDefault());
    start(
        brokers,
        Map.of(
            "more.listeners",
            "OTHER://0.0.0.0:" + other,
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,OTHER:PLAINTEXT,CONTROLLER:PLAINTEXT"));

    assertEquals(Set.of("127.0.0.3:" + port), told("127.0.0.3:" + port));
    assertEquals(Set.of("127.0.0.4:" + other), told("127.0.0.4:" + other));
  }

  @Test
  void shouldTellEverybodyWhatIsAdvertisedWhereThatIsSet(Brokers brokers) throws Exception {
    start(brokers, Map.of("advertised.listeners", "PLAINTEXT://localhost:" + port));

    assertEquals(Set.of("localhost:" + port), told("127.0.0.2:" + port));
  }

  @Test
  void shouldTellClientsOfAForwardedPortThatPort(Brokers brokers) throws Exception {
    int forwarded = Ports.free(RandomGenerator.getDefault());
    start(
        brokers,
        Map.of(
            "barnabas.advertised.forwards", "127.0.0.0/8=localhost:" + forwarded + ",any=reached"));

    try (TcpProxy proxy = new TcpProxy(forwarded, port)) {
      assertEquals(Set.of("localhost:" + forwarded), told("127.0.0.1:" + proxy.port()));
    }
  }

  @Test
  void shouldNameTheLeaderByThatAddressInHintsToo(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers, Map.of());
    String topic = Clients.topic(broker, 1);
    broker.kill();
    broker.start();
    try (var admin = Clients.admin(broker);
        var raw = new RawConnection(InetAddress.getByName("127.0.0.9"), port)) {
      var id = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).topicId();
      FetchRequestData stale =
          new FetchRequestData()
              .setMaxWaitMs(0)
              .setTopics(
                  List.of(
                      new FetchRequestData.FetchTopic()
                          .setTopicId(id)
                          .setPartitions(
                              List.of(
                                  new FetchRequestData.FetchPartition()
                                      .setPartitionMaxBytes(1000)
                                      .setCurrentLeaderEpoch(0)))));
      var answer = (FetchResponseData) raw.ask(ApiKeys.FETCH, (short) 17, stale);

      assertEquals(
          Errors.FENCED_LEADER_EPOCH.code(),
          answer.responses().get(0).partitions().get(0).errorCode());
      assertTrue(
          answer.nodeEndpoints().stream()
              .allMatch(node -> node.host().equals("127.0.0.9") && node.port() == port));
      assertEquals(1, answer.nodeEndpoints().size());
    }
  }
}
