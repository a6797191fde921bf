package io.barnabas.compat.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.compat.clients.ClientDriver;
import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.ClassPaths;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.JavaRun;
import java.io.File;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokersExtension.class)
final class GroupMembershipIT {
  private static final Duration BLINK = Duration.ofMillis(50);

  private final BrokerProcess broker;
  private final String group = Clients.unique("group");

  GroupMembershipIT(BrokerProcess broker) {
    this.broker = broker;
  }

  @Test
  void shouldShareThePartitions() throws Exception {
    String topic = Clients.topic(broker, 4);
    try (var first = member(Map.of());
        var second = member(Map.of())) {
      first.subscribe(List.of(topic));
      pollUntilAssigned(4, first);
      second.subscribe(List.of(topic));
      pollUntilAssigned(2, first, second);
      assertDisjoint(first, second);
      second.close();
      pollUntilAssigned(4, first);
    }
  }

  @Test
  void shouldAgreeOnAnAssignorThatAllKnow() throws Exception {
    String topic = Clients.topic(broker, 3);
    String rangeFirst = RangeAssignor.class.getName() + "," + RoundRobinAssignor.class.getName();
    Map<String, Object> either = Map.of("partition.assignment.strategy", rangeFirst);
    Map<String, Object> roundRobin =
        Map.of("partition.assignment.strategy", RoundRobinAssignor.class.getName());
    try (var first = member(either);
        var second = member(roundRobin);
        var stranger =
            member(
                Map.of(
                    "partition.assignment.strategy", CooperativeStickyAssignor.class.getName()))) {
      first.subscribe(List.of(topic));
      second.subscribe(List.of(topic));
      Await.until(
          "all partitions are assigned",
          () -> {
            first.poll(BLINK);
            second.poll(BLINK);
            return first.assignment().size() + second.assignment().size() == 3
                && !second.assignment().isEmpty()
                && !first.assignment().isEmpty();
          });
      stranger.subscribe(List.of(topic));
      assertThrows(
          org.apache.kafka.common.errors.InconsistentGroupProtocolException.class,
          () -> stranger.poll(Await.GENEROUS));
    }
  }

  @Test
  void shouldHandOverWhenAMemberIsKilled() throws Exception {
    String topic = Clients.topic(broker, 2);
    String classPath =
        ClassPaths.testClasses() + File.pathSeparator + System.getProperty("java.class.path");
    try (JavaRun victim =
            JavaRun.start(
                classPath,
                ClientDriver.class.getName(),
                List.of("consume", broker.bootstrapServers(), topic, group));
        var producer = Clients.producer(broker, Map.of());
        var survivor = member(Map.of())) {
      Await.until("the victim has both", () -> victim.output().contains("assigned 2"));
      survivor.subscribe(List.of(topic));
      pollUntilAssigned(1, survivor);
      Await.until("the victim has one", () -> victim.output().contains("assigned 1"));
      victim.kill();
      for (int i = 0; i < 100; i++) {
        producer.send(new ProducerRecord<>(topic, i % 2, null, "v" + i));
      }
      producer.flush();
      Set<String> seen = new HashSet<>();
      Await.until(
          "the survivor reads all",
          () -> {
            survivor.poll(BLINK).forEach(record -> seen.add(record.value()));
            return seen.size() == 100;
          });
      assertEquals(2, survivor.assignment().size());
    }
  }

  @Test
  void shouldKeepTheAssignmentOfAStaticMemberThatReturns() throws Exception {
    String topic = Clients.topic(broker, 4);
    Map<String, Object> patient = Map.of("session.timeout.ms", 60_000);
    try (var other = member(with(patient, "group.instance.id", "other"))) {
      Set<TopicPartition> before;
      int generation;
      try (var returning = member(with(patient, "group.instance.id", "returning"))) {
        other.subscribe(List.of(topic));
        returning.subscribe(List.of(topic));
        pollUntilAssigned(2, other, returning);
        before = Set.copyOf(returning.assignment());
        generation = returning.groupMetadata().generationId();
      }
      try (var returned = member(with(patient, "group.instance.id", "returning"))) {
        returned.subscribe(List.of(topic));
        pollUntilAssigned(2, returned);
        assertEquals(before, returned.assignment());
        assertEquals(generation, returned.groupMetadata().generationId());
        other.poll(BLINK);
        assertEquals(generation, other.groupMetadata().generationId());
      }
    }
  }

  @Test
  void shouldFenceTheOlderOfTwoMembersWithOneInstanceId() throws Exception {
    String topic = Clients.topic(broker, 1);
    Map<String, Object> twin = Map.of("group.instance.id", "twin");
    try (var older = member(twin);
        var newer = member(twin)) {
      older.subscribe(List.of(topic));
      pollUntilAssigned(1, older);
      newer.subscribe(List.of(topic));
      pollUntilAssigned(1, newer);
      assertThrows(
          FencedInstanceIdException.class,
          () -> {
            while (true) {
              older.poll(BLINK);
            }
          });
    }
  }

  @Test
  void shouldMoveOnlyWhatMustMoveCooperatively() throws Exception {
    String topic = Clients.topic(broker, 4);
    Map<String, Object> cooperative =
        Map.of("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    Set<TopicPartition> revoked = new HashSet<>();
    try (var first = member(cooperative);
        var second = member(cooperative)) {
      first.subscribe(List.of(topic), noting(revoked));
      pollUntilAssigned(4, first);
      second.subscribe(List.of(topic));
      pollUntilAssigned(2, first, second);
      assertDisjoint(first, second);
      assertEquals(Set.copyOf(second.assignment()), revoked);
    }
  }

  @Test
  void shouldRemoveAMemberThatStopsPolling() throws Exception {
    String topic = Clients.topic(broker, 2);
    try (var lazy = member(Map.of("max.poll.interval.ms", 3_000));
        var busy = member(Map.of())) {
      lazy.subscribe(List.of(topic));
      pollUntilAssigned(2, lazy);
      busy.subscribe(List.of(topic));
      pollUntilAssigned(2, busy);
      lazy.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }
  }

  private Consumer<String, String> member(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put("session.timeout.ms", 6_000);
    all.put("heartbeat.interval.ms", 500);
    all.putAll(settings);
    all.put("group.id", group);
    return Clients.consumer(broker, all);
  }

  private static Map<String, Object> with(Map<String, Object> settings, String key, String value) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(key, value);
    return all;
  }

  @SafeVarargs
  private static void pollUntilAssigned(int each, Consumer<String, String>... members) {
    Await.until(
        each + " partitions each",
        () -> {
          boolean all = true;
          for (Consumer<String, String> member : members) {
            member.poll(BLINK);
            all &= member.assignment().size() == each;
          }
          return all;
        });
  }

  private static void assertDisjoint(Consumer<?, ?> first, Consumer<?, ?> second) {
    Set<TopicPartition> shared = new HashSet<>(first.assignment());
    shared.retainAll(second.assignment());
    assertEquals(Set.of(), shared);
  }

  private static ConsumerRebalanceListener noting(Set<TopicPartition> revoked) {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        revoked.addAll(partitions);
      }

      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    };
  }
}
