package io.barnabas.compat.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are moved to another directory by the stock tool while they are used (KIP-113). */
@ExtendWith(BrokersExtension.class)
final class MovingLogsIT {
  private static final int RECORDS = 400;
  private static final ConfigResource THIS_BROKER =
      new ConfigResource(ConfigResource.Type.BROKER, "1");

  private final Brokers brokers;
  @TempDir Path work;
  private Path first;
  private Path second;
  private BrokerProcess broker;
  private Admin admin;
  private TopicPartition partition;

  MovingLogsIT(Brokers brokers) {
    this.brokers = brokers;
  }

  @BeforeEach
  void start() throws Exception {
    first = work.resolve("first");
    second = work.resolve("second");
    broker =
        brokers.start(
            Map.of("log.dirs", first + "," + second, "offsets.topic.num.partitions", "1"));
    admin = Clients.admin(broker);
    partition = new TopicPartition(Clients.topic(broker, 1), 0);
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    broker.kill();
  }

  private void killAndRestart() throws Exception {
    admin.close();
    broker.kill();
    broker.start();
    admin = Clients.admin(broker);
  }

  private Path lies(TopicPartition log) throws Exception {
    return replicas(log).entrySet().stream()
        .filter(each -> !each.getValue().isFuture())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private Map<Path, ReplicaInfo> replicas(TopicPartition log) throws Exception {
    Map<Path, ReplicaInfo> found = new HashMap<>();
    admin
        .describeLogDirs(List.of(1))
        .allDescriptions()
        .get()
        .get(1)
        .forEach(
            (path, description) -> {
              ReplicaInfo info = description.replicaInfos().get(log);
              if (info != null) {
                found.put(Path.of(path), info);
              }
            });
    return found;
  }

  private Path other(Path directory) {
    return directory.equals(first) ? second : first;
  }

  private void move(TopicPartition log, Path to) throws Exception {
    TopicPartitionReplica replica = new TopicPartitionReplica(log.topic(), log.partition(), 1);
    admin.alterReplicaLogDirs(Map.of(replica, to.toString())).all().get();
  }

  private void moveAndWait(TopicPartition log, Path to) throws Exception {
    move(log, to);
    Await.until(log + " lies in " + to, () -> lies(log).equals(to));
  }

  private void fill(int bytes) throws Exception {
    try (Producer<String, String> producer = Clients.producer(broker, Map.of())) {
      for (int sent = 0; sent < bytes; sent += 10_000) {
        producer.send(new ProducerRecord<>(partition.topic(), 0, null, "x".repeat(10_000)));
      }
    }
  }

  private List<String> read(int count) {
    try (Consumer<String, String> consumer = Clients.consumer(broker, Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return Clients.poll(consumer, count).stream().map(each -> each.value()).toList();
    }
  }

  private void throttle(String rate) throws Exception {
    ConfigEntry entry = new ConfigEntry("replica.alter.log.dirs.io.max.bytes.per.second", rate);
    AlterConfigOp set = new AlterConfigOp(entry, AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(THIS_BROKER, List.of(set))).all().get();
  }

  @Test
  void shouldLoseAndRepeatNothingOfWhatIsSentMeanwhile() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<String> acknowledged = new ArrayList<>();
    Thread sender =
        new Thread(
            () -> {
              try (Producer<String, String> producer =
                  Clients.producer(broker, Map.of("retries", 0, "enable.idempotence", false))) {
                for (int i = 0; !done.get() || i < RECORDS; i++) {
                  producer.send(new ProducerRecord<>(partition.topic(), 0, null, "v" + i)).get();
                  acknowledged.add("v" + i);
                }
              } catch (Exception failed) {
                acknowledged.add("failed: " + failed);
              }
            });
    sender.start();
    Path from = lies(partition);
    for (int i = 0; i < 4; i++) {
      moveAndWait(partition, other(lies(partition)));
    }
    done.set(true);
    sender.join();

    assertEquals(from, lies(partition));
    assertEquals(
        IntStream.range(0, acknowledged.size()).mapToObj(i -> "v" + i).toList(), acknowledged);
    assertEquals(acknowledged, read(acknowledged.size()));
    assertFalse(Files.exists(other(from).resolve(partition.toString())));
  }

  @Test
  void shouldGoOnMovingAfterADeathUnderAThrottle() throws Exception {
    fill(3_000_000);
    Path from = lies(partition);
    throttle("100000");
    move(partition, other(from));
    Await.until(
        "some of it is there",
        () -> {
          ReplicaInfo future = replicas(partition).get(other(from));
          return future != null && future.isFuture() && future.offsetLag() < 300;
        });
    killAndRestart();
    assertEquals(from, lies(partition));
    assertTrue(replicas(partition).get(other(from)).isFuture());

    throttle("100000000");

    Await.until("it lies there", () -> lies(partition).equals(other(from)));
    assertEquals(300, read(300).size());
    killAndRestart();
    assertEquals(other(from), lies(partition));
    assertEquals(300, read(300).size());
  }

  @Test
  void shouldTurnRound() throws Exception {
    fill(3_000_000);
    Path from = lies(partition);
    throttle("100000");
    move(partition, other(from));
    assertTrue(replicas(partition).get(other(from)).isFuture());

    move(partition, from);

    Await.until("it is not moved", () -> replicas(partition).size() == 1);
    assertEquals(from, lies(partition));
    assertEquals(300, read(300).size());
  }

  @Test
  void shouldKeepGroupsWhoseOffsetsMove() throws Exception {
    fill(10_000);
    TopicPartition offsets = new TopicPartition("__consumer_offsets", 0);
    String group = Clients.unique("mover");
    try (Consumer<String, String> consumer = Clients.consumer(broker, Map.of("group.id", group))) {
      consumer.assign(List.of(partition));
      for (int offset = 1; offset <= 4; offset++) {
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)));
        moveAndWait(offsets, other(lies(offsets)));
        assertEquals(offset, consumer.committed(Set.of(partition)).get(partition).offset());
      }
    }
    killAndRestart();
    assertEquals(
        4L,
        admin
            .listConsumerGroupOffsets(group)
            .partitionsToOffsetAndMetadata()
            .get()
            .get(partition)
            .offset());
  }

  @Test
  void shouldBeMovedByTheStockTool() throws Exception {
    fill(1_000_000);
    Path to = other(lies(partition));
    Path plan =
        Files.writeString(
            work.resolve("plan.json"),
            "{\"version\":1,\"partitions\":[{\"topic\":\"%s\",\"partition\":0,\"replicas\":[1],\"log_dirs\":[\"%s\"]}]}"
                .formatted(partition.topic(), to));
    StockTools tools = new StockTools(broker);

    tools.reassignPartitions(
        "--execute",
        "--reassignment-json-file",
        plan.toString(),
        "--replica-alter-log-dirs-throttle",
        "100000000");

    Await.until("it lies there", () -> lies(partition).equals(to));
    tools
        .reassignPartitions("--verify", "--reassignment-json-file", plan.toString())
        .contains("Reassignment of replica " + partition + "-1 completed successfully");
    assertEquals(
        List.of(),
        admin
            .describeConfigs(List.of(THIS_BROKER))
            .all()
            .get()
            .values()
            .iterator()
            .next()
            .entries()
            .stream()
            .map(ConfigEntry::name)
            .filter(name -> name.startsWith("replica.alter.log.dirs"))
            .toList());
    assertEquals(100, read(100).size());
  }
}
