package io.barnabas.compat.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code kafka-acls.sh}, and stock clients under what it says. */
@ExtendWith(BrokersExtension.class)
final class AclsToolIT {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "authorizer.class.name",
          "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
          "allow.everyone.if.no.acl.found",
          "true");
  private static final String ME = "User:ANONYMOUS";

  @Test
  void shouldLetInWhomTheToolLetsInAndNobodyElse(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(SETTINGS);
    StockTools tools = new StockTools(broker);
    try (Admin admin = Clients.admin(broker)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("mine", 1, (short) 1),
                  new NewTopic("theirs-1", 1, (short) 1),
                  new NewTopic("denied", 1, (short) 1)))
          .all()
          .get();
      tools.acls("--add", "--allow-principal", ME, "--operation", "All", "--cluster");
      tools.acls("--add", "--allow-principal", ME, "--producer", "--topic", "mine");
      tools.acls(
          "--add", "--allow-principal", ME, "--consumer", "--topic", "mine", "--group", "readers");
      tools.acls(
          "--add",
          "--allow-principal",
          "User:other",
          "--operation",
          "Read",
          "--topic",
          "theirs-",
          "--resource-pattern-type",
          "prefixed");
      tools.acls("--add", "--allow-principal", ME, "--operation", "All", "--topic", "denied");
      tools.acls(
          "--add",
          "--deny-principal",
          ME,
          "--deny-host",
          "127.0.0.0/8",
          "--operation",
          "Write",
          "--topic",
          "denied");
      tools.acls(
          "--add", "--allow-principal", "User:other", "--operation", "Read", "--group", "secret");

      check(broker, admin);
      broker.kill();
      broker.start();
      check(broker, admin);

      endsAReaderThatMayNoLongerRead(broker, tools);
      String listed = tools.acls("--list", "--topic", "mine").output();
      assertTrue(listed.contains("operation=WRITE") && listed.contains("operation=READ"), listed);
      String matching =
          tools.acls("--list", "--topic", "theirs-1", "--resource-pattern-type", "match").output();
      assertTrue(matching.contains("User:other"), matching);
      tools.acls(
          "--remove", "--force", "--topic", "theirs-", "--resource-pattern-type", "prefixed");
      Await.until(
          "the topic is everybody's again",
          Await.GENEROUS,
          () -> admin.listTopics().names().get().contains("theirs-1"),
          broker::tail);
    }
    assertTrue(
        broker.output().contains("outcome=Denied principal=" + ME + " operation=WRITE"),
        broker::tail);
    assertTrue(
        broker.output().contains("change=\"ALLOW User:other from * READ TOPIC PREFIXED:theirs-\""),
        broker::tail);
    assertTrue(
        broker
            .output()
            .contains("outcome=Allowed principal=" + ME + " operation=ALTER resourceType=CLUSTER"),
        broker::tail);
  }

  private static void check(BrokerProcess broker, Admin admin) throws Exception {
    assertEquals(
        java.util.Set.of("mine", "denied"),
        admin.listTopics().names().get(),
        "others are not shown");
    assertInstanceOf(
        TopicAuthorizationException.class,
        Clients.failure(admin.describeTopics(List.of("theirs-1")).allTopicNames()));
    assertInstanceOf(
        TopicAuthorizationException.class,
        Clients.failure(admin.describeTopics(List.of("theirs-ghost")).allTopicNames()));
    assertInstanceOf(
        GroupAuthorizationException.class,
        Clients.failure(admin.describeConsumerGroups(List.of("secret")).all()));
    try (Producer<String, String> producer = Clients.producer(broker, Map.of());
        Consumer<String, String> reader = Clients.consumer(broker, Map.of("group.id", "readers"));
        Consumer<String, String> stranger =
            Clients.consumer(broker, Map.of("group.id", "secret"))) {
      producer.send(new ProducerRecord<>("mine", "value")).get();
      assertInstanceOf(
          TopicAuthorizationException.class,
          assertThrows(
                  ExecutionException.class,
                  () -> producer.send(new ProducerRecord<>("denied", "value")).get())
              .getCause());
      reader.subscribe(List.of("mine"));
      assertFalse(Clients.poll(reader, 1).isEmpty());
      reader.commitSync();
      reader.unsubscribe();
      reader.assign(List.of(new TopicPartition("theirs-1", 0)));
      assertThrows(TopicAuthorizationException.class, () -> pollUntilItFails(reader));
      reader.unsubscribe(); // Or closing it fails, too.
      stranger.subscribe(List.of("mine"));
      assertThrows(GroupAuthorizationException.class, () -> pollUntilItFails(stranger));
    }
  }

  /** Its fetch session knows the partition; that gives it no right to it. */
  private static void endsAReaderThatMayNoLongerRead(BrokerProcess broker, StockTools tools)
      throws Exception {
    try (Consumer<String, String> reader = Clients.consumer(broker, Map.of())) {
      reader.assign(List.of(new TopicPartition("mine", 0)));
      assertFalse(Clients.poll(reader, 2).isEmpty());
      tools.acls("--add", "--deny-principal", ME, "--operation", "Read", "--topic", "mine");
      assertThrows(TopicAuthorizationException.class, () -> pollUntilItFails(reader));
      tools.acls(
          "--remove", "--force", "--deny-principal", ME, "--operation", "Read", "--topic", "mine");
    }
  }

  private static void pollUntilItFails(Consumer<String, String> consumer) {
    for (int i = 0; i < 300; i++) {
      consumer.poll(Duration.ofMillis(100));
    }
  }

  @Test
  void shouldSayThatThereIsNoAuthorizer(BrokerProcess broker) throws Exception {
    try (Admin admin = Clients.admin(broker)) {
      assertInstanceOf(
          SecurityDisabledException.class,
          Clients.failure(admin.describeAcls(AclBindingFilter.ANY).values()));
      assertInstanceOf(
          SecurityDisabledException.class,
          Clients.failure(admin.deleteAcls(List.of(AclBindingFilter.ANY)).all()));
    }
  }
}
