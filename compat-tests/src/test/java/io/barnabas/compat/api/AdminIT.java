package io.barnabas.compat.api;

import static io.barnabas.compat.harness.Clients.failure;
import static io.barnabas.compat.harness.Clients.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokersExtension.class)
final class AdminIT {
  private final BrokerProcess broker;
  private Admin admin;

  AdminIT(BrokerProcess broker) {
    this.broker = broker;
  }

  @BeforeEach
  void connect() {
    admin = Clients.admin(broker);
  }

  @AfterEach
  void disconnect() {
    admin.close();
  }

  @Test
  void shouldDescribeTheCluster() throws Exception {
    var cluster = admin.describeCluster();
    var nodes = cluster.nodes().get();
    assertEquals(1, nodes.size());
    assertEquals(broker.port(), nodes.iterator().next().port());
    assertEquals("127.0.0.1", nodes.iterator().next().host());
    assertNotNull(cluster.controller().get());
    assertEquals(22, cluster.clusterId().get().length());
  }

  @Test
  void shouldTellTheCreatedTopicInTheAnswer() throws Exception {
    String name = unique("created");
    var created =
        admin.createTopics(
            List.of(new NewTopic(name, 3, (short) 1).configs(Map.of("retention.ms", "60000"))));
    assertEquals(3, created.numPartitions(name).get());
    assertEquals(1, created.replicationFactor(name).get());
    assertEquals("60000", created.config(name).get().get("retention.ms").value());
    Uuid id = created.topicId(name).get();
    assertNotEquals(Uuid.ZERO_UUID, id);

    TopicDescription byName = describe(name);
    assertEquals(id, byName.topicId());
    assertEquals(3, byName.partitions().size());
    byName
        .partitions()
        .forEach(
            partition -> {
              assertNotNull(partition.leader());
              assertEquals(1, partition.replicas().size());
              assertEquals(1, partition.isr().size());
            });
    TopicDescription byId =
        admin.describeTopics(TopicCollection.ofTopicIds(List.of(id))).allTopicIds().get().get(id);
    assertEquals(name, byId.name());
  }

  @Test
  void shouldUseDefaultsForPartitionsAndReplicas() throws Exception {
    String name = unique("defaults");
    admin.createTopics(List.of(new NewTopic(name, Optional.empty(), Optional.empty()))).all().get();
    assertEquals(1, describe(name).partitions().size());
  }

  @Test
  void shouldPlaceReplicasAsAsked() throws Exception {
    int node = admin.describeCluster().nodes().get().iterator().next().id();
    String name = unique("assigned");
    admin
        .createTopics(List.of(new NewTopic(name, Map.of(0, List.of(node), 1, List.of(node)))))
        .all()
        .get();
    assertEquals(2, describe(name).partitions().size());
    String elsewhere = unique("elsewhere");
    assertInstanceOf(
        org.apache.kafka.common.errors.InvalidReplicaAssignmentException.class,
        failure(
            admin
                .createTopics(List.of(new NewTopic(elsewhere, Map.of(0, List.of(node + 77)))))
                .all()));
  }

  @Test
  void shouldOnlyValidateWhenAskedTo() throws Exception {
    String name = unique("validated");
    admin
        .createTopics(
            List.of(new NewTopic(name, 1, (short) 1)), new CreateTopicsOptions().validateOnly(true))
        .all()
        .get();
    assertFalse(admin.listTopics().names().get().contains(name));
  }

  @Test
  void shouldRefuseTopicsThatCannotBe() throws Exception {
    String taken = Clients.topic(broker, 1);
    refused(TopicExistsException.class, new NewTopic(taken, 1, (short) 1));
    refused(InvalidTopicException.class, new NewTopic("no spaces please", 1, (short) 1));
    refused(InvalidTopicException.class, new NewTopic("..", 1, (short) 1));
    refused(InvalidTopicException.class, new NewTopic("x".repeat(250), 1, (short) 1));
    refused(InvalidPartitionsException.class, new NewTopic(unique("none"), 0, (short) 1));
    refused(InvalidReplicationFactorException.class, new NewTopic(unique("two"), 1, (short) 2));
    refused(InvalidReplicationFactorException.class, new NewTopic(unique("zero"), 1, (short) 0));
    refused(
        InvalidConfigurationException.class,
        new NewTopic(unique("odd"), 1, (short) 1).configs(Map.of("no.such.config", "1")));
    refused(
        InvalidConfigurationException.class,
        new NewTopic(unique("bad"), 1, (short) 1).configs(Map.of("retention.ms", "soon")));
  }

  @Test
  void shouldRefuseNamesThatCollide() throws Exception {
    String name = unique("col.lision");
    admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
    refused(InvalidTopicException.class, new NewTopic(name.replace('.', '_'), 1, (short) 1));
  }

  @Test
  void shouldForgetDeletedTopics() throws Exception {
    String byName = Clients.topic(broker, 2);
    String byId = Clients.topic(broker, 2);
    Uuid id = describe(byId).topicId();
    admin.deleteTopics(List.of(byName)).all().get();
    admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all().get();
    Await.until(
        "both are gone",
        () -> {
          Collection<String> left = admin.listTopics().names().get();
          return !left.contains(byName) && !left.contains(byId);
        });
    assertInstanceOf(
        UnknownTopicOrPartitionException.class, failure(admin.deleteTopics(List.of(byName)).all()));
  }

  @Test
  void shouldGiveARecreatedTopicANewId() throws Exception {
    String name = Clients.topic(broker, 1);
    Uuid before = describe(name).topicId();
    admin.deleteTopics(List.of(name)).all().get();
    Await.until(
        "the name is free",
        () -> {
          admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
          return true;
        });
    Await.until("another id", () -> !describe(name).topicId().equals(before));
  }

  @Test
  void shouldAddPartitions() throws Exception {
    String name = Clients.topic(broker, 2);
    admin.createPartitions(Map.of(name, NewPartitions.increaseTo(5))).all().get();
    Await.until("5 partitions", () -> describe(name).partitions().size() == 5);
    assertInstanceOf(
        InvalidPartitionsException.class,
        failure(admin.createPartitions(Map.of(name, NewPartitions.increaseTo(3))).all()));
    assertInstanceOf(
        InvalidPartitionsException.class,
        failure(admin.createPartitions(Map.of(name, NewPartitions.increaseTo(5))).all()));
    assertInstanceOf(
        UnknownTopicOrPartitionException.class,
        failure(admin.createPartitions(Map.of(unique("nope"), NewPartitions.increaseTo(3))).all()));
  }

  @Test
  void shouldAlterTopicConfigs() throws Exception {
    String name = Clients.topic(broker, 1, Map.of("retention.ms", "1000"));
    assertEquals(ConfigSource.DYNAMIC_TOPIC_CONFIG, config(name).get("retention.ms").source());
    assertEquals(ConfigSource.DEFAULT_CONFIG, config(name).get("max.message.bytes").source());

    alter(name, "retention.ms", "2000", OpType.SET);
    Await.until("set", () -> "2000".equals(config(name).get("retention.ms").value()));
    alter(name, "retention.ms", "", OpType.DELETE);
    Await.until(
        "deleted",
        () -> config(name).get("retention.ms").source() != ConfigSource.DYNAMIC_TOPIC_CONFIG);
    assertEquals("604800000", config(name).get("retention.ms").value());
    alter(name, "cleanup.policy", "compact", OpType.APPEND);
    Await.until("appended", () -> config(name).get("cleanup.policy").value().contains("compact"));
    alter(name, "cleanup.policy", "compact", OpType.SUBTRACT);
    Await.until("subtracted", () -> "delete".equals(config(name).get("cleanup.policy").value()));
  }

  @Test
  void shouldRefuseConfigsThatCannotBe() throws Exception {
    String name = Clients.topic(broker, 1);
    assertInstanceOf(
        InvalidConfigurationException.class,
        failure(alteration(name, "max.message.bytes", "-1", OpType.SET)));
    assertInstanceOf(
        InvalidConfigurationException.class,
        failure(alteration(name, "no.such.config", "1", OpType.SET)));
    assertInstanceOf(
        UnknownTopicOrPartitionException.class,
        failure(alteration(unique("nope"), "retention.ms", "1", OpType.SET)));
  }

  @Test
  void shouldDescribeConfigsWithSynonymsAndDocumentation() throws Exception {
    String name = Clients.topic(broker, 1);
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    ConfigEntry entry =
        admin
            .describeConfigs(
                List.of(resource),
                new DescribeConfigsOptions().includeSynonyms(true).includeDocumentation(true))
            .all()
            .get()
            .get(resource)
            .get("max.message.bytes");
    assertEquals(ConfigEntry.ConfigType.INT, entry.type());
    assertTrue(
        entry.synonyms().stream().anyMatch(synonym -> synonym.name().equals("message.max.bytes")),
        entry.toString());
    assertFalse(entry.documentation().isBlank());
  }

  @Test
  void shouldDescribeBrokerConfigs() throws Exception {
    int node = admin.describeCluster().nodes().get().iterator().next().id();
    ConfigResource resource =
        new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(node));
    Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
    assertEquals("1048588", config.get("message.max.bytes").value());
    assertEquals(ConfigSource.DEFAULT_CONFIG, config.get("message.max.bytes").source());
    assertEquals(ConfigSource.STATIC_BROKER_CONFIG, config.get("listeners").source());
    assertTrue(config.get("log.dirs").isReadOnly());
  }

  @Test
  void shouldListInternalTopicsOnlyWhenAskedTo() throws Exception {
    String topic = Clients.topic(broker, 1);
    try (var consumer = Clients.consumer(broker, Map.of("group.id", unique("group")))) {
      consumer.subscribe(List.of(topic));
      Await.until(
          "assigned",
          () -> {
            consumer.poll(java.time.Duration.ofMillis(50));
            return !consumer.assignment().isEmpty();
          });
    }
    assertFalse(admin.listTopics().names().get().contains("__consumer_offsets"));
    assertTrue(
        admin
            .listTopics(new org.apache.kafka.clients.admin.ListTopicsOptions().listInternal(true))
            .names()
            .get()
            .contains("__consumer_offsets"));
    assertTrue(describe("__consumer_offsets").isInternal());
  }

  private void refused(Class<? extends Throwable> expected, NewTopic topic) throws Exception {
    assertInstanceOf(expected, failure(admin.createTopics(List.of(topic)).all()), topic.toString());
  }

  private TopicDescription describe(String name) throws Exception {
    return admin.describeTopics(List.of(name)).allTopicNames().get().get(name);
  }

  private Config config(String name) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    return admin.describeConfigs(List.of(resource)).all().get().get(resource);
  }

  private void alter(String topic, String key, String value, OpType operation) throws Exception {
    alteration(topic, key, value, operation).get();
  }

  private org.apache.kafka.common.KafkaFuture<Void> alteration(
      String topic, String key, String value, OpType operation) {
    return admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(new ConfigEntry(key, value), operation))))
        .all();
  }
}
