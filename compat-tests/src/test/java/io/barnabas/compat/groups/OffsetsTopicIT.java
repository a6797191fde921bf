package io.barnabas.compat.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What monitors find in the offsets topic is what the admin client says. */
@ExtendWith(BrokersExtension.class)
final class OffsetsTopicIT {

  @Test
  void shouldHoldWhatTheAdminClientSays(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of("offsets.topic.num.partitions", "3"));
    String topic = Clients.topic(broker, 3);
    String group = Clients.unique("group");
    String deleted = Clients.unique("deleted");
    long beforeMs = System.currentTimeMillis();
    try (var admin = Clients.admin(broker);
        var consumer =
            Clients.consumer(
                broker,
                Map.of(
                    "group.id",
                    group,
                    "group.instance.id",
                    "the-first",
                    "client.id",
                    "the-client",
                    "session.timeout.ms",
                    40_000))) {
      try (var producer = Clients.producer(broker, Map.of())) {
        for (int i = 0; i < 60; i++) {
          producer.send(new ProducerRecord<>(topic, i % 3, "key", "value " + i)).get();
        }
      }
      consumer.subscribe(List.of(topic));
      Set<String> seen = new HashSet<>();
      Await.until(
          "all records",
          () -> {
            consumer.poll(Duration.ofMillis(50)).forEach(record -> seen.add(record.value()));
            return seen.size() == 60;
          });
      consumer.commitSync();
      consumer.commitSync(
          Map.of(
              new TopicPartition(topic, 1), new OffsetAndMetadata(7, Optional.of(0), "a note é"),
              new TopicPartition(topic, 2), new OffsetAndMetadata(3)));
      admin
          .alterConsumerGroupOffsets(
              deleted, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(1)))
          .all()
          .get();
      String simple = Clients.unique("simple");
      admin
          .alterConsumerGroupOffsets(
              simple,
              Map.of(
                  new TopicPartition(topic, 0), new OffsetAndMetadata(1),
                  new TopicPartition(topic, 1), new OffsetAndMetadata(2)))
          .all()
          .get();
      admin.deleteConsumerGroupOffsets(simple, Set.of(new TopicPartition(topic, 1))).all().get();
      admin.deleteConsumerGroups(List.of(deleted)).all().get();

      OffsetsTopicReader raw = OffsetsTopicReader.read(broker);

      for (String each : List.of(group, simple)) {
        Map<TopicPartition, OffsetAndMetadata> said =
            admin.listConsumerGroupOffsets(each).partitionsToOffsetAndMetadata().get();
        assertEquals(said, asAdminSays(raw.offsets(each), beforeMs));
      }
      assertEquals(Set.of(new TopicPartition(topic, 0)), raw.offsets(simple).keySet());
      assertEquals(Map.of(), raw.offsets(deleted));
      assertNull(raw.group(deleted));
      ConsumerGroupDescription said =
          admin.describeConsumerGroups(List.of(group)).all().get().get(group);
      assertSame(said, raw.group(group));
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> asAdminSays(
      Map<TopicPartition, OffsetsTopicReader.Offset> raw, long beforeMs) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    raw.forEach(
        (partition, each) -> {
          assertTrue(each.committedAtMs() >= beforeMs, "the time of " + each);
          assertTrue(each.committedAtMs() <= System.currentTimeMillis(), "the time of " + each);
          offsets.put(
              partition,
              new OffsetAndMetadata(
                  each.offset(),
                  each.leaderEpoch() < 0 ? Optional.empty() : Optional.of(each.leaderEpoch()),
                  each.metadata()));
        });
    return offsets;
  }

  private static void assertSame(ConsumerGroupDescription said, OffsetsTopicReader.Group raw) {
    assertNotNull(raw);
    assertEquals("consumer", raw.protocolType());
    assertEquals(said.partitionAssignor(), raw.protocol());
    assertTrue(raw.generation() >= 1);
    assertEquals(1, raw.members().size());
    OffsetsTopicReader.Member member = raw.members().get(0);
    MemberDescription described = said.members().iterator().next();
    assertEquals(raw.leader(), member.id());
    assertEquals(described.consumerId(), member.id());
    assertEquals(described.groupInstanceId().orElse(null), member.instanceId());
    assertEquals(described.clientId(), member.clientId());
    assertEquals(described.host(), member.host());
    assertEquals(40_000, member.sessionTimeoutMs());
    assertEquals(
        described.assignment().topicPartitions(),
        Set.copyOf(ConsumerProtocol.deserializeAssignment(member.assignment()).partitions()));
  }
}
