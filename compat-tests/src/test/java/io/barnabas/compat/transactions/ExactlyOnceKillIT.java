package io.barnabas.compat.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Consume-transform-produce through kill -9 of the broker, aborts and deaths of the application:
 * every input is in the output once, in order, and offsets and output have moved together. {@code
 * -Dkill.rounds=N} for more kills, {@code -Dkill.seed=N} to repeat a run's choices.
 */
@ExtendWith(BrokersExtension.class)
final class ExactlyOnceKillIT {
  private static final int PARTITIONS = 2;
  private static final int RECORDS = 1_000;

  private final int rounds = Math.max(1, Integer.getInteger("kill.rounds", 4) / 2);
  private final long seed = Long.getLong("kill.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);

  @Test
  void shouldCopyEveryRecordOnceThroughKills(Brokers brokers) throws Exception {
    System.out.println("ExactlyOnceKillIT seed " + seed);
    BrokerProcess broker =
        brokers.start(Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"));
    String input = Clients.topic(broker, PARTITIONS);
    String output = Clients.topic(broker, PARTITIONS, Map.of("segment.bytes", "1048576"));
    String group = Clients.unique("copy");
    produce(broker, input);
    List<CopyWorker> workers = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      TopicPartition from = new TopicPartition(input, partition);
      workers.add(new CopyWorker(broker, from, output, group, RECORDS, random.nextLong()));
    }
    workers.forEach(Thread::start);
    for (int round = 0; round < rounds; round++) {
      int until = committed(workers) + 100 + random.nextInt(500);
      Await.until(
          "more is copied",
          () -> committed(workers) >= until || workers.stream().noneMatch(Thread::isAlive));
      broker.kill();
      broker.start();
    }
    for (CopyWorker worker : workers) {
      worker.join(Duration.ofSeconds(120).toMillis());
      assertEquals(Thread.State.TERMINATED, worker.getState(), "seed " + seed);
    }
    check(broker, input, output, group);
  }

  private static int committed(List<CopyWorker> workers) {
    return workers.stream().mapToInt(worker -> worker.committed.get()).sum();
  }

  private static void produce(BrokerProcess broker, String input) {
    try (Producer<String, String> producer = Clients.producer(broker, Map.of())) {
      for (int number = 0; number < RECORDS; number++) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          producer.send(new ProducerRecord<>(input, partition, null, partition + ":" + number));
        }
      }
    }
  }

  private void check(BrokerProcess broker, String input, String output, String group) {
    Map<Integer, List<String>> copied = new HashMap<>();
    Set<TopicPartition> inputs = new HashSet<>();
    try (Consumer<String, String> consumer =
        Clients.consumer(broker, Map.of("group.id", group, "isolation.level", "read_committed"))) {
      List<TopicPartition> outputs = new ArrayList<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        outputs.add(new TopicPartition(output, partition));
        inputs.add(new TopicPartition(input, partition));
      }
      consumer.assign(outputs);
      consumer.seekToBeginning(outputs);
      for (ConsumerRecord<String, String> each : Clients.poll(consumer, RECORDS * PARTITIONS)) {
        copied.computeIfAbsent(each.partition(), key -> new ArrayList<>()).add(each.value());
      }
      consumer
          .committed(inputs)
          .forEach((from, offset) -> assertEquals(RECORDS, offset.offset(), "seed " + seed));
    }
    for (int partition = 0; partition < PARTITIONS; partition++) {
      List<String> expected = new ArrayList<>();
      for (int number = 0; number < RECORDS; number++) {
        expected.add(partition + ":" + number);
      }
      assertEquals(expected, copied.get(partition), "seed " + seed);
    }
  }
}
