package io.barnabas.compat.api;

import static io.barnabas.compat.harness.Clients.failure;
import static io.barnabas.compat.harness.Clients.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidUpdateVersionException;
import org.apache.kafka.common.errors.LogDirNotFoundException;
import org.apache.kafka.common.errors.NoReassignmentInProgressException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What administrators ask of a cluster, answered as a cluster of one node answers it. */
@ExtendWith(BrokersExtension.class)
final class ClusterAdminIT {
  private final BrokerProcess broker;
  private Admin admin;
  private TopicPartition partition;
  private int node;

  ClusterAdminIT(BrokerProcess broker) {
    this.broker = broker;
  }

  @BeforeEach
  void connect() throws Exception {
    admin = Clients.admin(broker);
    partition = new TopicPartition(unique("cluster"), 0);
    admin.createTopics(List.of(new NewTopic(partition.topic(), 2, (short) 1))).all().get();
    node = admin.describeCluster().controller().get().id();
  }

  @AfterEach
  void disconnect() {
    admin.close();
  }

  @Test
  void shouldTellSizesOfLogsAndOfTheirDirectory() throws Exception {
    try (var producer = Clients.producer(broker, Map.of())) {
      producer.send(new ProducerRecord<>(partition.topic(), 0, null, "x".repeat(500))).get();
    }
    var directories = admin.describeLogDirs(List.of(node)).allDescriptions().get().get(node);
    assertEquals(1, directories.size());
    LogDirDescription directory = directories.values().iterator().next();
    assertTrue(directory.totalBytes().getAsLong() > directory.usableBytes().getAsLong());
    assertTrue(directory.replicaInfos().get(partition).size() > 500);
    assertEquals(0, directory.replicaInfos().get(new TopicPartition(partition.topic(), 1)).size());
    assertTrue(
        directory.replicaInfos().keySet().stream()
            .noneMatch(each -> each.topic().equals("__cluster_metadata")));
    TopicPartitionReplica replica = new TopicPartitionReplica(partition.topic(), 0, node);
    String path = directories.keySet().iterator().next();
    admin.alterReplicaLogDirs(Map.of(replica, path)).all().get();
    assertInstanceOf(
        LogDirNotFoundException.class,
        failure(admin.alterReplicaLogDirs(Map.of(replica, "/nowhere")).all()));
  }

  @Test
  void shouldSayThatNoElectionIsNeeded() throws Exception {
    for (ElectionType type : ElectionType.values()) {
      var results = admin.electLeaders(type, Set.of(partition)).partitions().get();
      assertInstanceOf(ElectionNotNeededException.class, results.get(partition).get());
    }
    TopicPartition nowhere = new TopicPartition(unique("nowhere"), 0);
    var results = admin.electLeaders(ElectionType.PREFERRED, Set.of(nowhere)).partitions().get();
    assertInstanceOf(UnknownTopicOrPartitionException.class, results.get(nowhere).get());
  }

  @Test
  void shouldJudgeReassignments() throws Exception {
    admin.alterPartitionReassignments(Map.of(partition, to(node))).all().get();
    assertEquals(Map.of(), admin.listPartitionReassignments().reassignments().get());
    assertInstanceOf(
        InvalidReplicaAssignmentException.class,
        failure(admin.alterPartitionReassignments(Map.of(partition, to(node + 1))).all()));
    assertInstanceOf(
        NoReassignmentInProgressException.class,
        failure(admin.alterPartitionReassignments(Map.of(partition, Optional.empty())).all()));
  }

  private static Optional<NewPartitionReassignment> to(int broker) {
    return Optional.of(new NewPartitionReassignment(List.of(broker)));
  }

  @Test
  void shouldDescribeTheQuorumOfOne() throws Exception {
    var quorum = admin.describeMetadataQuorum().quorumInfo().get();
    assertEquals(node, quorum.leaderId());
    assertEquals(1, quorum.voters().size());
    assertTrue(quorum.highWatermark() > 0);
    assertEquals(quorum.highWatermark(), quorum.voters().get(0).logEndOffset());
  }

  @Test
  void shouldGuardFeatureLevels() throws Exception {
    var features = admin.describeFeatures().featureMetadata().get();
    short level = features.finalizedFeatures().get("metadata.version").maxVersionLevel();
    update("metadata.version", level, UpgradeType.UPGRADE).get();
    assertInstanceOf(
        InvalidUpdateVersionException.class,
        failure(update("metadata.version", (short) (level + 1), UpgradeType.UPGRADE)));
    assertInstanceOf(
        InvalidUpdateVersionException.class,
        failure(update("metadata.version", (short) (level - 1), UpgradeType.SAFE_DOWNGRADE)));
    assertInstanceOf(
        InvalidUpdateVersionException.class,
        failure(update("no.such.feature", (short) 1, UpgradeType.UPGRADE)));
  }

  private org.apache.kafka.common.KafkaFuture<Void> update(
      String feature, short level, UpgradeType type) {
    return admin
        .updateFeatures(
            Map.of(feature, new FeatureUpdate(level, type)), new UpdateFeaturesOptions())
        .all();
  }

  @Test
  void shouldNotForgetABrokerItDoesNotKnow() throws Exception {
    assertInstanceOf(
        BrokerIdNotRegisteredException.class, failure(admin.unregisterBroker(node + 1).all()));
  }

  @Test
  void shouldListWhatHasConfigs() throws Exception {
    var listed = admin.listConfigResources().all().get();
    assertTrue(listed.contains(new ConfigResource(ConfigResource.Type.TOPIC, partition.topic())));
    assertTrue(
        listed.contains(new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(node))));
    assertTrue(
        listed.contains(
            new ConfigResource(ConfigResource.Type.BROKER_LOGGER, Integer.toString(node))));
  }
}
