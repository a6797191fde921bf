package io.barnabas.compat.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.ClassPaths;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Ports;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot of a busy broker, restored beside it and compared with it. */
@ExtendWith(BrokersExtension.class)
final class SnapshotIT {
  private static final TopicPartition SOURCE = new TopicPartition("source", 0);

  @TempDir Path directory;
  private final int http = Ports.free(RandomGenerator.getDefault());
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicInteger transactions = new AtomicInteger();
  private final AtomicInteger commits = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(3);

  @AfterEach
  void end() {
    stop.set(true);
    threads.shutdownNow();
  }

  private BrokerProcess start(Brokers brokers) throws Exception {
    BrokerProcess broker =
        brokers.create(
            Map.of(
                "barnabas.http.listener", "127.0.0.1:" + http,
                "barnabas.snapshot.dir", directory.resolve("snapshots").toString(),
                "offsets.topic.num.partitions", "3",
                "offset.metadata.max.bytes", "32000",
                "transaction.state.log.num.partitions", "2",
                "log.retention.check.interval.ms", "500",
                "log.cleaner.backoff.ms", "200"));
    Assumptions.assumeFalse(broker.isControl(), "Apache Kafka has no snapshots");
    return broker.start();
  }

  private Path snapshot(String name) {
    return directory.resolve("snapshots").resolve(name);
  }

  private static String barnabas(boolean good, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ClassPaths.root().resolve("bin/barnabas").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(good, process.exitValue() == 0, output);
    return output;
  }

  private void createTopics(BrokerProcess broker) throws Exception {
    Map<String, String> small = Map.of("segment.bytes", "1048576", "retention.bytes", "2500000");
    try (Admin admin = Clients.admin(broker)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("letters", 3, (short) 1).configs(small),
                  new NewTopic("compacted", 1, (short) 1)
                      .configs(
                          Map.of(
                              "cleanup.policy", "compact",
                              "segment.bytes", "1048576",
                              "min.cleanable.dirty.ratio", "0.01")),
                  new NewTopic("source", 1, (short) 1),
                  new NewTopic("target", 2, (short) 1),
                  new NewTopic("left-out", 1, (short) 1)))
          .all()
          .get();
    }
  }

  /** Writes to the topics that retention and compaction are at work on. */
  private Void write(BrokerProcess broker) throws Exception {
    try (Producer<String, String> producer = Clients.producer(broker, Map.of("linger.ms", 1))) {
      for (int i = 0; !stop.get(); i++) {
        var unused =
            producer.send(
                new ProducerRecord<>("letters", i % 3, "k" + i, i + "-" + "x".repeat(1000)));
        unused =
            producer.send(new ProducerRecord<>("compacted", "k" + i % 50, i + "y".repeat(1000)));
        if (i % 200 == 0) {
          producer.send(new ProducerRecord<>("left-out", "v" + i)).get();
          written.set(i);
        }
      }
    }
    return null;
  }

  /** Reads as a group, and commits all the time. */
  private Void read(BrokerProcess broker) {
    try (Consumer<String, String> consumer =
        Clients.consumer(
            broker,
            Map.of("group.id", "readers", "max.poll.records", 50, "session.timeout.ms", 6000))) {
      consumer.subscribe(List.of("letters"));
      while (!stop.get()) {
        consumer.poll(Duration.ofMillis(20));
        consumer.commitSync();
        commits.incrementAndGet();
      }
    }
    return null;
  }

  /** One record to the target and one step of the group in each transaction. */
  private Void transact(BrokerProcess broker) {
    try (Producer<String, String> producer =
        Clients.producer(broker, Map.of("transactional.id", "mover"))) {
      producer.initTransactions();
      for (int i = 0; !stop.get(); i++) {
        if (i % 7 == 6) {
          producer.beginTransaction();
          producer.send(new ProducerRecord<>("target", 0, "k", "taken back"));
          producer.sendOffsetsToTransaction(
              Map.of(SOURCE, new OffsetAndMetadata(0)), new ConsumerGroupMetadata("movers"));
          producer.abortTransaction();
        }
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("target", i % 2, "k", "v" + i));
        producer.sendOffsetsToTransaction(
            Map.of(SOURCE, new OffsetAndMetadata(i + 1)), new ConsumerGroupMetadata("movers"));
        producer.commitTransaction();
        transactions.set(i + 1);
      }
    }
    return null;
  }

  @Test
  void shouldRestoreWhatWasThereAtOneMomentOfABusyBroker(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers);
    createTopics(broker);
    List<Callable<Void>> load =
        List.of(() -> write(broker), () -> read(broker), () -> transact(broker));
    List<Future<Void>> running = load.stream().map(threads::submit).toList();
    Await.until(
        "some load",
        Await.GENEROUS,
        () -> written.get() > 6_000 && transactions.get() > 20 && commits.get() > 20,
        () -> written + " " + transactions + " " + commits);

    String taken =
        barnabas(
            true,
            "snapshot",
            "create",
            "busy",
            "--http",
            "127.0.0.1:" + http,
            "--topics",
            "letters,compacted,source,target");
    System.out.println(taken.trim());
    // It is not of the files: the broker goes on with them.
    int before = written.get();
    Await.until("more load", () -> written.get() > before + 500);
    stop.set(true);
    for (Future<Void> each : running) {
      each.get();
    }
    assertTrue(barnabas(true, "snapshot", "list", "--http", "127.0.0.1:" + http).contains("busy"));
    assertTrue(barnabas(true, "snapshot", "verify", snapshot("busy").toString()).contains("Good"));

    BrokerProcess other = brokers.create(Map.of("offsets.topic.num.partitions", "3"));
    barnabas(
        true,
        "snapshot",
        "restore",
        snapshot("busy").toString(),
        "--override",
        "log.dirs=" + other.dataDirectory());
    other.start();

    try (Admin admin = Clients.admin(broker);
        Admin restored = Clients.admin(other)) {
      assertEquals(
          java.util.Set.of("letters", "compacted", "source", "target"),
          restored.listTopics().names().get());
      ConfigResource letters = new ConfigResource(ConfigResource.Type.TOPIC, "letters");
      assertEquals(
          "1048576",
          restored
              .describeConfigs(List.of(letters))
              .all()
              .get()
              .get(letters)
              .get("segment.bytes")
              .value());
      assertEquals(
          admin.describeTopics(List.of("letters")).allTopicNames().get().get("letters").topicId(),
          restored
              .describeTopics(List.of("letters"))
              .allTopicNames()
              .get()
              .get("letters")
              .topicId());
      for (int partition = 0; partition < 3; partition++) {
        compare(broker, other, new TopicPartition("letters", partition));
      }
      compareGroup(restored, other);
      compareTransactions(restored, other);
    }
  }

  /** What the restored broker has of a partition is what the first one has under these offsets. */
  private static void compare(BrokerProcess first, BrokerProcess other, TopicPartition partition) {
    Map<Long, ConsumerRecord<String, String>> was = records(first, partition, "read_uncommitted");
    Map<Long, ConsumerRecord<String, String>> is = records(other, partition, "read_uncommitted");
    assertTrue(is.size() > 50, () -> is.size() + " records");
    int same = 0;
    for (ConsumerRecord<String, String> record : is.values()) {
      ConsumerRecord<String, String> old = was.get(record.offset());
      if (old != null) { // Retention may have taken it meanwhile.
        assertEquals(old.key(), record.key());
        assertEquals(old.value(), record.value());
        assertEquals(old.timestamp(), record.timestamp());
        assertEquals(old.leaderEpoch(), record.leaderEpoch());
        assertArrayEquals(old.headers().toArray(), record.headers().toArray());
        same++;
      }
    }
    long firstOffset = is.keySet().iterator().next();
    assertEquals(is.size(), ((TreeMap<Long, ?>) is).lastKey() - firstOffset + 1);
    assertTrue(same > 0 || was.keySet().iterator().next() > firstOffset);
  }

  private static Map<Long, ConsumerRecord<String, String>> records(
      BrokerProcess broker, TopicPartition partition, String isolation) {
    Map<Long, ConsumerRecord<String, String>> records = new TreeMap<>();
    try (Consumer<String, String> consumer =
        Clients.consumer(broker, Map.of("isolation.level", isolation))) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> records.put(record.offset(), record));
      }
    }
    return records;
  }

  /** Nobody has committed what is not there. */
  private static void compareGroup(Admin restored, BrokerProcess other) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> committed =
        restored.listConsumerGroupOffsets("readers").partitionsToOffsetAndMetadata().get();
    assertEquals(3, committed.size());
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    committed.keySet().forEach(partition -> ends.put(partition, OffsetSpec.latest()));
    var found = restored.listOffsets(ends).all().get();
    committed.forEach(
        (partition, offset) ->
            assertTrue(
                offset.offset() <= found.get(partition).offset(),
                () -> partition + " " + offset + " of " + found.get(partition)));
    try (Consumer<String, String> consumer =
        Clients.consumer(other, Map.of("group.id", "readers"))) {
      consumer.subscribe(List.of("letters"));
      Await.until("the group goes on", () -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
    }
  }

  /** Of each transaction there is all or nothing, in the topic and in the group. */
  private static void compareTransactions(Admin restored, BrokerProcess other) throws Exception {
    try (Producer<String, String> next =
        Clients.producer(other, Map.of("transactional.id", "mover"))) {
      next.initTransactions(); // Ends what was under way.
    }
    int moved =
        records(other, new TopicPartition("target", 0), "read_committed").size()
            + records(other, new TopicPartition("target", 1), "read_committed").size();
    assertNotEquals(0, moved);
    assertEquals(
        moved,
        restored
            .listConsumerGroupOffsets("movers")
            .partitionsToOffsetAndMetadata()
            .get()
            .get(SOURCE)
            .offset());
  }

  @Test
  void shouldAddChosenTopicsToWhatAStoppedBrokerHas(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers);
    TopicPartition letters = new TopicPartition("letters", 1);
    Uuid id;
    try (Admin admin = Clients.admin(broker);
        Producer<String, String> producer = Clients.producer(broker, Map.of());
        Producer<String, String> open =
            Clients.producer(broker, Map.of("transactional.id", "never-ended"));
        Consumer<String, String> reader = Clients.consumer(broker, Map.of("group.id", "readers"))) {
      createTopics(broker);
      for (int i = 0; i < 100; i++) {
        producer.send(new ProducerRecord<>("letters", 1, "k" + i, "v" + i));
        producer.send(new ProducerRecord<>("source", 0, "k" + i, "v" + i));
      }
      producer.flush();
      admin.deleteRecords(Map.of(letters, RecordsToDelete.beforeOffset(10))).all().get();
      open.initTransactions();
      open.beginTransaction();
      open.send(new ProducerRecord<>("letters", 1, "k", "never committed")).get();
      reader.assign(List.of(letters, SOURCE));
      reader.commitSync(
          Map.of(
              letters, new OffsetAndMetadata(42, "half way"),
              SOURCE, new OffsetAndMetadata(43)));
      // More than one batch holds.
      for (int group = 0; group < 15; group++) {
        Map<TopicPartition, OffsetAndMetadata> large = new HashMap<>();
        for (int partition = 0; partition < 3; partition++) {
          large.put(
              new TopicPartition("letters", partition),
              new OffsetAndMetadata(1, "x".repeat(30_000)));
        }
        admin.alterConsumerGroupOffsets("large-" + group, large).all().get();
      }
      barnabas(true, "snapshot", "create", "some", "--http", "127.0.0.1:" + http);
      id = admin.describeTopics(List.of("letters")).allTopicNames().get().get("letters").topicId();
    }

    BrokerProcess other = brokers.create(Map.of("offsets.topic.num.partitions", "1")).start();
    String[] restore = {
      "snapshot",
      "restore",
      snapshot("some").toString(),
      "--topics",
      "letters",
      "--override",
      "log.dirs=" + other.dataDirectory()
    };
    TopicPartition own = new TopicPartition("own", 0);
    try (Admin admin = Clients.admin(other);
        Producer<String, String> producer = Clients.producer(other, Map.of());
        Consumer<String, String> reader = Clients.consumer(other, Map.of("group.id", "owners"))) {
      admin.createTopics(List.of(new NewTopic("own", 1, (short) 1))).all().get();
      producer.send(new ProducerRecord<>("own", 0, "k", "v")).get();
      reader.assign(List.of(own));
      reader.commitSync(Map.of(own, new OffsetAndMetadata(1)));
      assertTrue(barnabas(false, restore).contains("in use by a broker"));
    }
    other.stop();
    String said = barnabas(true, restore);
    assertTrue(said.contains("46 committed offsets; 1 open transactions ended"), said);
    assertTrue(barnabas(false, restore).contains("there is a topic of that name"));
    other.start();

    try (Admin admin = Clients.admin(other)) {
      assertEquals(java.util.Set.of("letters", "own"), admin.listTopics().names().get());
      TopicDescription described =
          admin.describeTopics(List.of("letters")).allTopicNames().get().get("letters");
      assertEquals(id, described.topicId());
      assertEquals(3, described.partitions().size());
      assertEquals(
          Map.of(letters, new OffsetAndMetadata(42, "half way")),
          admin.listConsumerGroupOffsets("readers").partitionsToOffsetAndMetadata().get());
      assertEquals(
          Map.of(own, new OffsetAndMetadata(1)),
          admin.listConsumerGroupOffsets("owners").partitionsToOffsetAndMetadata().get());
      assertEquals(
          30_000,
          admin
              .listConsumerGroupOffsets("large-14")
              .partitionsToOffsetAndMetadata()
              .get()
              .get(letters)
              .metadata()
              .length());
      assertEquals(1, records(other, own, "read_committed").size());
      Map<Long, ConsumerRecord<String, String>> read = records(other, letters, "read_committed");
      assertEquals(90, read.size());
      read.forEach((offset, record) -> assertEquals("v" + offset, record.value()));
    }
    try (Producer<String, String> producer = Clients.producer(other, Map.of())) {
      // Behind what was open and the marker that ended it.
      assertEquals(
          102, producer.send(new ProducerRecord<>("letters", 1, "k", "next")).get().offset());
    }
  }

  @Test
  void shouldRestoreNothingThatIsDamagedAndNothingOverSomethingElse(Brokers brokers)
      throws Exception {
    BrokerProcess broker = start(brokers);
    createTopics(broker);
    try (Producer<String, String> producer = Clients.producer(broker, Map.of())) {
      producer.send(new ProducerRecord<>("source", "to the castle")).get();
    }
    String address = "127.0.0.1:" + http;
    assertTrue(
        barnabas(false, "snapshot", "create", "x", "--http", address, "--topics", "nonsense")
            .contains("there are no topics [nonsense]"));
    // What a broker that was killed meanwhile has left.
    Files.createDirectories(snapshot("whole.unfinished").resolve("source-0"));
    assertFalse(barnabas(true, "snapshot", "list", "--http", address).contains("whole"));
    barnabas(true, "snapshot", "create", "whole", "--http", address);
    assertFalse(Files.exists(snapshot("whole.unfinished")));
    assertTrue(
        barnabas(false, "snapshot", "create", "whole", "--http", address).contains("already"));
    String data = broker.dataDirectory().toString();
    assertTrue(restore("whole", data).contains("is in use by a broker"));
    HttpResponse<String> refused =
        ask("POST", "http://" + address + "/snapshots/restore?name=whole");
    assertEquals(409, refused.statusCode());
    assertTrue(refused.body().contains("stop it, then bin/barnabas snapshot restore"));
    Path log;
    try (Stream<Path> files = Files.list(snapshot("whole").resolve("segments"))) {
      log = files.filter(file -> file.toFile().length() > 0).findFirst().orElseThrow();
    }
    // The broker's file is the same one: it is read before it is damaged.
    broker.stop();
    assertTrue(restore("whole", data).contains("is not empty"));
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      file.seek(70);
      file.write(file.read() + 1);
    }
    assertTrue(
        barnabas(false, "snapshot", "verify", snapshot("whole").toString()).contains("checksum"));
    Path target = directory.resolve("restored");
    restore("whole", target.toString());
    assertTrue(Files.exists(target.resolve(".barnabas-restoring")));
  }

  /** A restore that is refused; what is said of it. */
  private String restore(String name, String into) throws Exception {
    String override = "log.dirs=" + into;
    return barnabas(
        false, "snapshot", "restore", snapshot(name).toString(), "--override", override);
  }

  private static HttpResponse<String> ask(String method, String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
