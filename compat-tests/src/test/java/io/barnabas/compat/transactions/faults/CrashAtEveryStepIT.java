package io.barnabas.compat.transactions.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.RawConnection;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * kill -9 between any two appends of a transaction, and within an append: what a death leaves is a
 * prefix of each log, so each is made from the logs of a transaction that has come to its end. All
 * are made in one directory, where each has partitions of its own, and are recovered by one start.
 * {@code -Dtransactions.every=true} for each point with both outcomes and both ways to go on.
 */
@ExtendWith(BrokersExtension.class)
final class CrashAtEveryStepIT {
  private static final int COORDINATOR_PARTITIONS = 200;
  private static final boolean EVERY_WAY = Boolean.getBoolean("transactions.every");

  private final Set<Integer> taken = new HashSet<>();
  private final List<CrashScenario> scenarios = new ArrayList<>();

  @Test
  void shouldEndEveryTransactionAsDecidedWhereverItDies(Brokers brokers) throws Exception {
    addScenarios();
    String count = "" + COORDINATOR_PARTITIONS;
    BrokerProcess broker =
        Target.start(
            brokers,
            Map.of(
                "transaction.state.log.num.partitions", count,
                "offsets.topic.num.partitions", count));
    Map<CrashScenario, RawProducer> producers = run(broker);
    broker.kill();
    for (String checkpoint :
        List.of("recovery-point-offset-checkpoint", "replication-offset-checkpoint")) {
      Files.deleteIfExists(broker.dataDirectory().resolve(checkpoint));
    }
    for (CrashScenario each : scenarios) {
      each.crash(broker.dataDirectory(), partition(each.id()), partition(each.group()));
    }
    broker.start();
    try (RawConnection connection = new RawConnection(broker.port())) {
      for (CrashScenario each : scenarios) {
        each.recover(producers.get(each), connection);
      }
    }
    check(broker);
    System.out.println("CrashAtEveryStepIT " + scenarios.size() + " deaths");
  }

  private void addScenarios() {
    for (boolean v2 : new boolean[] {true, false}) {
      int number = 0;
      for (CrashPoint point : CrashPoint.all(v2)) {
        for (int way = 0; way < 4; way++) {
          // A commit that goes on and an abort that does not, or the other way round.
          if (EVERY_WAY || (way == 0 || way == 3) == (number % 2 == 0)) {
            add(v2, way, false, point);
          }
        }
        add(v2, number++, true, point);
      }
    }
  }

  private void add(boolean v2, int way, boolean torn, CrashPoint point) {
    int number = scenarios.size();
    boolean commit = (way & 1) == 0;
    boolean goesOn = (way & 2) == 0;
    scenarios.add(
        new CrashScenario(
            number, ofItsOwn("id-"), ofItsOwn("group-"), v2, commit, goesOn, torn, point));
  }

  /** A name that shares its partition with none before it that begins the same. */
  private String ofItsOwn(String prefix) {
    int kind = prefix.length() * COORDINATOR_PARTITIONS;
    int number = 0;
    while (!taken.add(kind + partition(prefix + number))) {
      number++;
    }
    return prefix + number;
  }

  private static int partition(String name) {
    return Math.abs(name.hashCode()) % COORDINATOR_PARTITIONS;
  }

  /** All transactions, to their ends; the producers as they were when theirs was open. */
  private Map<CrashScenario, RawProducer> run(BrokerProcess broker) throws Exception {
    Map<CrashScenario, RawProducer> producers = new HashMap<>();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        RawConnection connection = new RawConnection(broker.port())) {
      admin
          .createTopics(
              scenarios.stream().map(each -> new NewTopic(each.topic(), 2, (short) 1)).toList())
          .all()
          .get();
      RawProducer.findCoordinators(connection);
      for (CrashScenario each : scenarios) {
        RawProducer producer = new RawProducer(connection, each.id(), each.v2());
        assertEquals(Errors.NONE, producer.init(), each::toString);
        producers.put(each, producer.over(connection));
        each.call(producer, CrashPoint.Call.values()[0]);
      }
    }
    Ends ends = new Ends(broker.bootstrapServers());
    ends.awaitStable(partitions());
    ends.awaitCompleted();
    return producers;
  }

  private List<TopicPartition> partitions() {
    return scenarios.stream()
        .flatMap(each -> Readings.partitions(each.topic(), 2).stream())
        .toList();
  }

  private void check(BrokerProcess broker) throws Exception {
    Ends ends = new Ends(broker.bootstrapServers());
    ends.awaitStable(partitions());
    ends.awaitCompleted();
    Readings read = Readings.whole(broker.bootstrapServers(), partitions(), Map.of());
    Map<String, Long> offsets = offsets(broker);
    for (CrashScenario each : scenarios) {
      for (int partition = 0; partition < 2; partition++) {
        assertEquals(
            each.expected(partition),
            List.copyOf(read.of(new TopicPartition(each.topic(), partition)).values()),
            each::toString);
      }
      assertEquals(each.expectedOffset(), offsets.get(each.group()), each::toString);
    }
  }

  /** The stable offsets of all groups. */
  private Map<String, Long> offsets(BrokerProcess broker) throws Exception {
    Map<String, Long> offsets = new HashMap<>();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Map<String, ListConsumerGroupOffsetsSpec> groups =
          scenarios.stream()
              .collect(
                  Collectors.toMap(
                      CrashScenario::group, each -> new ListConsumerGroupOffsetsSpec()));
      admin
          .listConsumerGroupOffsets(
              groups, new ListConsumerGroupOffsetsOptions().requireStable(true))
          .all()
          .get()
          .forEach(
              (group, all) ->
                  offsets.put(
                      group,
                      all.values().stream().mapToLong(OffsetAndMetadata::offset).max().orElse(-1)));
    }
    return offsets;
  }
}
