package io.barnabas.compat.groups;

import static io.barnabas.compat.harness.Clients.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokersExtension.class)
final class GroupAdminIT {
  private final BrokerProcess broker;
  private final String group = Clients.unique("group");
  private Admin admin;

  GroupAdminIT(BrokerProcess broker) {
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
  void shouldDescribeAndListTheLifeOfAGroup() throws Exception {
    TopicPartition partition = new TopicPartition(Clients.topic(broker, 1), 0);
    try (var consumer = joined(partition.topic())) {
      ConsumerGroupDescription stable = describe();
      assertEquals(GroupState.STABLE, stable.groupState());
      assertEquals("range", stable.partitionAssignor());
      assertEquals(broker.port(), stable.coordinator().port());
      assertEquals(1, stable.members().size());
      var member = stable.members().iterator().next();
      assertEquals(Set.of(partition), member.assignment().topicPartitions());
      assertEquals("/127.0.0.1", member.host());
      assertTrue(groups(GroupState.STABLE).contains(group));
      assertEquals("consumer", protocolType());
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(0)));
    }
    Await.until("empty", () -> describe().groupState() == GroupState.EMPTY);
    assertTrue(groups(GroupState.EMPTY).contains(group));
    assertTrue(!groups(GroupState.STABLE).contains(group));
    admin.deleteConsumerGroups(List.of(group)).all().get();
    assertInstanceOf(
        GroupIdNotFoundException.class,
        failure(admin.describeConsumerGroups(List.of(group)).all()));
    assertInstanceOf(
        GroupIdNotFoundException.class, failure(admin.deleteConsumerGroups(List.of(group)).all()));
  }

  @Test
  void shouldGuardGroupsInUse() throws Exception {
    TopicPartition partition = new TopicPartition(Clients.topic(broker, 1), 0);
    try (var consumer = joined(partition.topic())) {
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(0)));
      assertInstanceOf(
          GroupNotEmptyException.class, failure(admin.deleteConsumerGroups(List.of(group)).all()));
      assertInstanceOf(
          GroupSubscribedToTopicException.class,
          failure(
              admin
                  .deleteConsumerGroupOffsets(group, Set.of(partition))
                  .partitionResult(partition)));
      assertInstanceOf(
          UnknownMemberIdException.class,
          failure(
              admin
                  .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(1)))
                  .all()));
    }
  }

  @Test
  void shouldAlterAndDeleteOffsetsOfIdleGroups() throws Exception {
    TopicPartition partition = new TopicPartition(Clients.topic(broker, 2), 0);
    TopicPartition other = new TopicPartition(partition.topic(), 1);
    admin
        .alterConsumerGroupOffsets(
            group,
            Map.of(partition, new OffsetAndMetadata(5), other, new OffsetAndMetadata(7, "why")))
        .all()
        .get();
    assertEquals(5, offsets().get(partition).offset());
    assertEquals("why", offsets().get(other).metadata());
    admin.deleteConsumerGroupOffsets(group, Set.of(partition)).all().get();
    assertEquals(Set.of(other), offsets().keySet());
  }

  @Test
  void shouldRefuseToDeleteOffsetsOfPartitionsThatAreNotThere() throws Exception {
    TopicPartition partition = new TopicPartition(Clients.topic(broker, 1), 0);
    TopicPartition missing = new TopicPartition(partition.topic(), 1);
    admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(5))).all().get();
    var deletion = admin.deleteConsumerGroupOffsets(group, Set.of(partition, missing));
    assertInstanceOf(
        UnknownTopicOrPartitionException.class, failure(deletion.partitionResult(missing)));
    deletion.partitionResult(partition).get();
    assertEquals(Set.of(), offsets().keySet());
  }

  @Test
  void shouldForgetTheOffsetsOfADeletedTopic() throws Exception {
    TopicPartition partition = new TopicPartition(Clients.topic(broker, 1), 0);
    TopicPartition kept = new TopicPartition(Clients.topic(broker, 1), 0);
    admin
        .alterConsumerGroupOffsets(
            group, Map.of(partition, new OffsetAndMetadata(0), kept, new OffsetAndMetadata(0)))
        .all()
        .get();
    admin.deleteTopics(List.of(partition.topic())).all().get();
    Await.until("only the other offset is left", () -> offsets().keySet().equals(Set.of(kept)));
  }

  @Test
  void shouldRemoveMembers() throws Exception {
    String topic = Clients.topic(broker, 1);
    try (var consumer = joined(topic)) {
      admin
          .removeMembersFromConsumerGroup(
              group, new org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions())
          .all()
          .get();
      Await.until("no members", () -> describe().members().isEmpty());
    }
  }

  private Consumer<String, String> joined(String topic) {
    Consumer<String, String> consumer = Clients.consumer(broker, Map.of("group.id", group));
    consumer.subscribe(List.of(topic));
    Await.until(
        "joined",
        () -> {
          consumer.poll(Duration.ofMillis(50));
          return !consumer.assignment().isEmpty();
        });
    return consumer;
  }

  private ConsumerGroupDescription describe() throws Exception {
    return admin.describeConsumerGroups(List.of(group)).all().get().get(group);
  }

  private List<String> groups(GroupState state) throws Exception {
    return admin
        .listGroups(new ListGroupsOptions().inGroupStates(Set.of(state)))
        .all()
        .get()
        .stream()
        .map(listing -> listing.groupId())
        .toList();
  }

  private String protocolType() throws Exception {
    return admin.listGroups().all().get().stream()
        .filter(listing -> listing.groupId().equals(group))
        .findFirst()
        .orElseThrow()
        .protocol();
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets() throws Exception {
    return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
  }
}
