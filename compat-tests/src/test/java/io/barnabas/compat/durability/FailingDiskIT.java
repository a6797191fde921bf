package io.barnabas.compat.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The packaged broker on a file system that really answers EIO. Skipped where none can be made. */
@ExtendWith(BrokersExtension.class)
final class FailingDiskIT {
  private static final int PARTITIONS = 4;

  @TempDir Path healthy;
  private FailingDisk disk;

  @BeforeEach
  void mount() throws Exception {
    disk = FailingDisk.mounted();
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      disk.close();
    }
  }

  private static Map<String, String> settings(String logDirs) {
    return Map.of(
        "log.dirs", logDirs,
        "barnabas.log.dir.reserve.bytes", "0",
        "offsets.topic.num.partitions", "1");
  }

  private static void write(BrokerProcess broker, String topic, int partition, String value)
      throws Exception {
    try (Producer<String, String> producer = Clients.producer(broker, Map.of())) {
      producer.send(new ProducerRecord<>(topic, partition, null, value)).get();
    }
  }

  /** Fails the disk under a producer, which knows the leaders beforehand. */
  private void failUnderAProducer(BrokerProcess broker, String topic, int partition, String until)
      throws InterruptedException {
    try (Producer<String, String> producer = Clients.producer(broker, Map.of("linger.ms", 0))) {
      producer.partitionsFor(topic);
      disk.fail();
      producer.send(new ProducerRecord<>(topic, partition, null, "lost"));
      Await.until(until, () -> broker.output().contains(until));
      producer.close(Duration.ZERO);
    }
  }

  private static List<TopicPartitionInfo> partitions(Admin admin, String topic) throws Exception {
    return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions();
  }

  private static List<Integer> partitionsIn(Path directory, String topic, int partitions) {
    return IntStream.range(0, partitions)
        .filter(each -> Files.isDirectory(directory.resolve(topic + "-" + each)))
        .boxed()
        .toList();
  }

  private static List<String> read(BrokerProcess broker, String topic, int partition) {
    try (Consumer<String, String> consumer = Clients.consumer(broker, Map.of())) {
      TopicPartition read = new TopicPartition(topic, partition);
      consumer.assign(List.of(read));
      consumer.seekToBeginning(List.of(read));
      return Clients.poll(consumer, 1).stream().map(each -> each.value()).toList();
    }
  }

  @Test
  void shouldTakeTheLeadersOfAFailedDirectoryAwayUntilItIsBack(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(settings(healthy + "," + disk.directory()));
    String topic = Clients.topic(broker, PARTITIONS);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      write(broker, topic, partition, "first-" + partition);
    }
    List<Integer> failing = partitionsIn(disk.directory(), topic, PARTITIONS);
    List<Integer> going = partitionsIn(healthy, topic, PARTITIONS);
    assertEquals(PARTITIONS / 2, failing.size());

    failUnderAProducer(broker, topic, failing.get(0), "goes offline");

    try (Admin admin = Clients.admin(broker)) {
      Await.until(
          "the partitions there have no leaders",
          () ->
              partitions(admin, topic).stream()
                  .filter(each -> each.leader() == null)
                  .map(TopicPartitionInfo::partition)
                  .toList()
                  .equals(failing));
      for (int partition : going) {
        write(broker, topic, partition, "second-" + partition);
      }
      String created = Clients.topic(broker, 3);
      for (int partition = 0; partition < 3; partition++) {
        write(broker, created, partition, "v");
      }
      assertEquals(List.of(0, 1, 2), partitionsIn(healthy, created, 3));
      Map<String, LogDirDescription> directories =
          admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1);
      assertInstanceOf(
          KafkaStorageException.class, directories.get(disk.directory().toString()).error());
      assertTrue(directories.get(healthy.toString()).error() == null);
    }
    assertFalse(broker.output().contains("The broker stops"));
    broker.stop();

    broker.start(); // without it
    try (Admin admin = Clients.admin(broker)) {
      assertTrue(partitions(admin, topic).get(failing.get(0)).leader() == null);
    }
    write(broker, topic, going.get(0), "still here");
    broker.stop();

    disk.heal();
    broker.start();

    try (Admin admin = Clients.admin(broker)) {
      assertTrue(partitions(admin, topic).stream().allMatch(each -> each.leader() != null));
    }
    for (int partition : failing) {
      assertEquals("first-" + partition, read(broker, topic, partition).get(0));
      write(broker, topic, partition, "third");
    }
    assertEquals(143, broker.stop());
  }

  @Test
  void shouldNotServeEmptyLogsForWhatLiesInADirectoryTakenOutOfTheSettings(Brokers brokers)
      throws Exception {
    BrokerProcess with = brokers.start(settings(healthy + "," + disk.directory()));
    String topic = Clients.topic(with, 2);
    write(with, topic, 0, "v-0");
    write(with, topic, 1, "v-1");
    List<Integer> there = partitionsIn(disk.directory(), topic, 2);
    with.stop();

    BrokerProcess without = brokers.start(settings(healthy.toString()));
    try (Admin admin = Clients.admin(without)) {
      for (TopicPartitionInfo each : partitions(admin, topic)) {
        assertEquals(there.contains(each.partition()), each.leader() == null);
      }
    }
    without.stop();

    with.start();
    assertEquals(List.of("v-" + there.get(0)), read(with, topic, there.get(0)));
    assertEquals(143, with.stop());
  }

  @Test
  void shouldStopWithCodeOneWhenTheDirectoryOfTheMetadataFails(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(settings(disk.directory() + "," + healthy));
    String topic = Clients.topic(broker, 2);
    int failing = 0;
    write(broker, topic, 0, "v");
    write(broker, topic, 1, "v");
    if (!partitionsIn(disk.directory(), topic, 2).contains(failing)) {
      failing = 1;
    }

    failUnderAProducer(broker, topic, failing, "The broker stops");

    assertEquals(1, broker.awaitExit());
    assertEquals(1, broker.output().split("The broker stops", -1).length - 1, broker.output());
    disk.heal();
    broker.start();
    assertEquals("v", read(broker, topic, failing).get(0));
    assertEquals(143, broker.stop());
  }
}
