package io.barnabas.compat.api;

import static io.barnabas.compat.harness.Clients.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.RawConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is set while a broker runs does what it says, at once and still after a restart. */
@ExtendWith(BrokersExtension.class)
final class DynamicEffectsIT {
  private static final ConfigResource BROKER = new ConfigResource(Type.BROKER, "1");
  private static final Map<String, String> COMPACTED =
      Map.of(
          "cleanup.policy", "compact",
          "internal.segment.bytes", "20000",
          "min.cleanable.dirty.ratio", "0.01");

  /** Nothing of what is looked for happens within the test unless it is set. */
  private static final Map<String, String> UNHURRIED =
      Map.of(
          "node.id", "1",
          "log.cleaner.backoff.ms", "3600000",
          "log.retention.check.interval.ms", "100",
          "num.network.threads", "1");

  private static final Map<String, String> SET =
      Map.of(
          "log.cleaner.backoff.ms", "50",
          "producer.id.expiration.ms", "1",
          "num.network.threads", "2",
          "message.max.bytes", "30000",
          "compression.type", "zstd",
          "max.connections.per.ip", "12");

  @Test
  void shouldDoWhatWasSetAtOnceAndAfterARestart(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(UNHURRIED);
    assertEquals(1, networkThreads(broker));
    try (Admin admin = Clients.admin(broker)) {
      List<AlterConfigOp> changes = new ArrayList<>();
      SET.forEach(
          (name, value) ->
              changes.add(new AlterConfigOp(new ConfigEntry(name, value), OpType.SET)));
      admin.incrementalAlterConfigs(Map.of(BROKER, changes)).all().get();
      // Windows of quotas cannot be changed while a broker runs, here as there.
      AlterConfigOp window =
          new AlterConfigOp(new ConfigEntry("quota.window.num", "3"), OpType.SET);
      assertInstanceOf(
          InvalidRequestException.class,
          failure(admin.incrementalAlterConfigs(Map.of(BROKER, List.of(window))).all()));
    }
    assertEffects(broker);

    broker.stop();
    broker.start();

    assertEffects(broker);
  }

  private static void assertEffects(BrokerProcess broker) throws Exception {
    String compacted = Clients.topic(broker, 1, COMPACTED);
    String plain = Clients.topic(broker, 1);
    try (Admin admin = Clients.admin(broker)) {
      try (Producer<String, String> producer = Clients.producer(broker, Map.of())) {
        for (int i = 0; i < 100; i++) {
          producer.send(new ProducerRecord<>(compacted, 0, "key", random(1000))).get();
        }
        producer.send(new ProducerRecord<>(plain, 0, "key", "a".repeat(5000))).get();
        ExecutionException refused =
            assertThrows(
                ExecutionException.class,
                () -> producer.send(new ProducerRecord<>(plain, 0, "k", random(40_000))).get());
        assertInstanceOf(RecordTooLargeException.class, refused.getCause());
      }
      assertTrue(size(admin, plain) < 1000, "compressed by the broker");
      TopicPartition partition = new TopicPartition(plain, 0);
      Await.until(
          "the producer is forgotten",
          () ->
              admin
                  .describeProducers(List.of(partition))
                  .partitionResult(partition)
                  .get()
                  .activeProducers()
                  .isEmpty());
      Await.until("the topic is compacted", () -> size(admin, compacted) < 60_000);
    }
    List<RawConnection> many = new ArrayList<>();
    try {
      for (int i = 0; i < 13; i++) {
        many.add(new RawConnection(broker.port()));
      }
      assertTrue(many.get(12).isClosedByBroker());
      assertEquals(2, networkThreads(broker));
    } finally {
      for (RawConnection each : many) {
        each.close();
      }
    }
  }

  /** Text that does not get shorter. */
  private static String random(int length) {
    return new java.util.Random(1)
        .ints(length, 0, 0xD000)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static long size(Admin admin, String topic) throws Exception {
    return admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1).values().stream()
        .mapToLong(directory -> directory.replicaInfos().get(new TopicPartition(topic, 0)).size())
        .sum();
  }

  /** The kernel cuts names of threads after fifteen characters. */
  private static long networkThreads(BrokerProcess broker) throws Exception {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + broker.pid() + "/task"))) {
      long count = 0;
      for (Path thread : threads.toList()) {
        Path name = thread.resolve("comm");
        if (Files.exists(name) && Files.readString(name).startsWith("barnabas-networ")) {
          count++;
        }
      }
      return count;
    }
  }
}
