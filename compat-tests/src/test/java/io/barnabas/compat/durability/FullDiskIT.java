package io.barnabas.compat.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The packaged broker on a file system that really runs full. Skipped where none can be mounted.
 */
@ExtendWith(BrokersExtension.class)
final class FullDiskIT {
  private static final int SIZE = 48 << 20;
  private static final int RESERVE = 16 << 20;
  private static final int RECORDS = 200;

  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createTempDirectory("full-disk-");
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", disk.toString()),
        "no file system can be mounted");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
    Files.deleteIfExists(disk);
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private Path data() {
    return disk.resolve("data");
  }

  private BrokerProcess start(Brokers brokers) throws Exception {
    return brokers.start(
        Map.of(
            "log.dirs", data().toString(),
            "barnabas.log.dir.reserve.bytes", Integer.toString(RESERVE),
            "offsets.topic.num.partitions", "1"));
  }

  /** Takes all but so many bytes. */
  private Path fill(long left) throws IOException {
    Path file = disk.resolve("somebody-else");
    byte[] chunk = new byte[64 << 10];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (Files.getFileStore(disk).getUsableSpace() > left) {
        out.write(chunk);
      }
      if (left == 0) {
        while (true) {
          out.write(chunk, 0, 1024);
        }
      }
    } catch (IOException e) {
      if (left > 0) {
        throw e;
      }
    }
    return file;
  }

  private static List<Future<RecordMetadata>> send(
      Producer<String, String> producer, String topic, int from) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = from; i < from + RECORDS; i++) {
      sent.add(producer.send(new ProducerRecord<>(topic, 0, null, "value-" + i)));
    }
    return sent;
  }

  private static void assertHolds(BrokerProcess broker, String topic, int records) {
    try (Consumer<String, String> consumer = Clients.consumer(broker, Map.of())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      assertEquals(
          IntStream.range(0, records).mapToObj(i -> "value-" + i).toList(),
          Clients.poll(consumer, records).stream().map(each -> each.value()).toList());
      assertEquals(records, consumer.endOffsets(List.of(partition)).get(partition));
    }
  }

  @Test
  void shouldHoldProducersBackWhileTheDiskIsFullAndServeEverybodyElse(Brokers brokers)
      throws Exception {
    BrokerProcess broker = start(brokers);
    String topic = Clients.topic(broker, 1);
    String unwanted = Clients.topic(broker, 1);
    try (Admin admin = Clients.admin(broker);
        Producer<String, String> producer = Clients.producer(broker, Map.of("linger.ms", 0))) {
      for (Future<RecordMetadata> each : send(producer, topic, 0)) {
        each.get();
      }
      Path somebodyElses = fill(RESERVE / 2);
      Await.until("the disk counts as full", () -> broker.output().contains("is full"));
      List<Future<RecordMetadata>> held = send(producer, topic, RECORDS);

      assertHolds(broker, topic, RECORDS);
      try (Consumer<String, String> consumer =
          Clients.consumer(broker, Map.of("group.id", "g", "auto.offset.reset", "earliest"))) {
        consumer.subscribe(List.of(topic));
        Clients.poll(consumer, RECORDS);
        consumer.commitSync();
      }
      admin
          .deleteRecords(Map.of(new TopicPartition(unwanted, 0), RecordsToDelete.beforeOffset(0)))
          .all()
          .get();
      admin.deleteTopics(List.of(unwanted)).all().get();
      String created = Clients.topic(broker, 1);
      assertTrue(admin.listTopics().names().get().contains(created));
      assertTrue(held.stream().noneMatch(Future::isDone));

      Files.delete(somebodyElses);
      for (int i = 0; i < RECORDS; i++) {
        assertEquals(RECORDS + i, held.get(i).get().offset());
      }
      assertHolds(broker, topic, 2 * RECORDS);
    }
    assertEquals(1, broker.output().split("is full", -1).length - 1);
    assertEquals(143, broker.stop());
  }

  @Test
  void shouldRefuseChangesOfMetadataWithoutAnyRoomAndServeEverybodyElse(Brokers brokers)
      throws Exception {
    BrokerProcess broker =
        brokers.start(Map.of("log.dirs", data().toString(), "barnabas.log.dir.reserve.bytes", "0"));
    String topic = Clients.topic(broker, 1);
    Set<String> created = new HashSet<>(Set.of(topic));
    String refused = null;
    try (Admin admin = Clients.admin(broker);
        Producer<String, String> producer = Clients.producer(broker, Map.of("linger.ms", 0))) {
      for (Future<RecordMetadata> each : send(producer, topic, 0)) {
        each.get();
      }
      Path somebodyElses = fill(0);
      for (int i = 0; i < 100 && refused == null; i++) { // Some find room in what is there already.
        NewTopic large = new NewTopic("large-" + i, 1000, (short) 1);
        try {
          admin.createTopics(List.of(large), new CreateTopicsOptions().timeoutMs(500)).all().get();
          created.add(large.name());
        } catch (ExecutionException e) {
          assertInstanceOf(TimeoutException.class, e.getCause());
          refused = large.name();
        }
      }
      assertNotNull(refused);
      assertHolds(broker, topic, RECORDS);
      assertEquals(created, admin.listTopics().names().get());

      Files.delete(somebodyElses);
      admin.createTopics(List.of(new NewTopic(refused, 1, (short) 1))).all().get();
      created.add(refused);
    }
    assertFalse(broker.output().contains("The broker stops"));
    broker.kill();
    broker.start();
    try (Admin admin = Clients.admin(broker)) {
      assertEquals(created, admin.listTopics().names().get());
    }
    assertHolds(broker, topic, RECORDS);
    assertEquals(143, broker.stop());
  }

  @Test
  void shouldStartAfterACrashOnADiskWithoutAnyRoom(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers);
    String topic = Clients.topic(broker, 1);
    try (Producer<String, String> producer = Clients.producer(broker, Map.of("linger.ms", 0))) {
      for (Future<RecordMetadata> each : send(producer, topic, 0)) {
        each.get();
      }
      Path somebodyElses = fill(0);
      broker.kill();

      broker.start();

      assertHolds(broker, topic, RECORDS);
      List<Future<RecordMetadata>> held = send(producer, topic, RECORDS);
      Files.delete(somebodyElses);
      for (Future<RecordMetadata> each : held) {
        each.get();
      }
      assertHolds(broker, topic, 2 * RECORDS);
    }
    assertEquals(143, broker.stop());
  }

  @Test
  void shouldGoOnWithoutTheDirectoryThatFails(Brokers brokers) throws Exception {
    Path other = disk.resolve("other");
    BrokerProcess broker =
        brokers.start(
            Map.of(
                "log.dirs", data() + "," + other,
                "barnabas.log.dir.reserve.bytes", "0",
                "offsets.topic.num.partitions", "1"));
    String topic = Clients.topic(broker, 5, Map.of("segment.bytes", "1048576"));
    try (Producer<String, String> producer = Clients.producer(broker, Map.of())) {
      for (int partition = 0; partition < 5; partition++) {
        producer.send(new ProducerRecord<>(topic, partition, null, "v")).get();
      }
    }
    use(broker, topic, 5);
    List<Integer> there = partitionsIn(other, topic, 5);
    assertTrue(there.size() >= 2 && there.size() <= 3, "in the second directory: " + there);
    int failing = there.get(0);
    int healthy = partitionsIn(data(), topic, 5).get(0);
    run("rm", "-rf", other.resolve(topic + "-" + failing).toString());
    try (Producer<String, String> producer = Clients.producer(broker, Map.of("linger.ms", 0))) {
      String large = "x".repeat(600_000);
      for (int i = 0; i < 4; i++) {
        producer.send(new ProducerRecord<>(topic, failing, null, large));
      }
      Await.until("the directory is offline", () -> broker.output().contains("goes offline"));

      producer.send(new ProducerRecord<>(topic, healthy, null, "v")).get();
      String created = Clients.topic(broker, 3);
      use(broker, created, 3);
      for (int partition = 0; partition < 3; partition++) {
        producer.send(new ProducerRecord<>(created, partition, null, "v")).get();
      }
      assertEquals(List.of(0, 1, 2), partitionsIn(data(), created, 3));
      producer.close(Duration.ZERO);
    }
    assertFalse(broker.output().contains("The broker stops"));
    broker.stop();
  }

  /** Partitions get their directories when something is written to them. */
  private static void use(BrokerProcess broker, String topic, int partitions) throws Exception {
    try (Producer<String, String> producer = Clients.producer(broker, Map.of())) {
      for (int partition = 0; partition < partitions; partition++) {
        producer.send(new ProducerRecord<>(topic, partition, null, "first")).get();
      }
    }
  }

  private static List<Integer> partitionsIn(Path directory, String topic, int partitions) {
    return IntStream.range(0, partitions)
        .filter(each -> Files.isDirectory(directory.resolve(topic + "-" + each)))
        .boxed()
        .toList();
  }
}
