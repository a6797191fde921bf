package io.barnabas.compat.transactions.faults;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Copies committed records to the same partitions of another topic, offsets and output in one
 * transaction; it aborts, goes away and comes back as its seed has it.
 */
final class Copier extends Thread {
  /** What one copier needs to know; without partitions of its own it is a member of the group. */
  record Task(
      String id, String bootstrap, String input, String output, List<TopicPartition> partitions) {}

  private final Task task;
  private final Random random;
  private final Map<TopicPartition, Long> acknowledged;
  private volatile boolean calm;
  private volatile boolean stopped;

  /**
   * @param acknowledged the offset after the last one whose commit was answered, by input
   */
  Copier(Task task, long seed, ConcurrentHashMap<TopicPartition, Long> acknowledged) {
    super("copier-" + task.id());
    this.task = task;
    this.random = new Random(seed);
    this.acknowledged = acknowledged;
    setDaemon(true);
  }

  static String group(String output) {
    return "copy-to-" + output;
  }

  /** From now on it only commits. */
  void calm() {
    calm = true;
  }

  void finish() throws InterruptedException {
    stopped = true;
    join();
  }

  @Override
  public void run() {
    while (!stopped) {
      Producer<String, String> producer =
          new KafkaProducer<>(
              Writer.Settings.producer(task.bootstrap(), task.id(), 4_000),
              new StringSerializer(),
              new StringSerializer());
      Consumer<String, String> consumer =
          Readings.consumer(
              task.bootstrap(),
              Map.of(
                  "group.id", group(task.output()),
                  "session.timeout.ms", 6_000,
                  "heartbeat.interval.ms", 300,
                  "max.poll.records", 15));
      try {
        producer.initTransactions();
        copy(producer, consumer);
      } catch (KafkaException fencedOrAborted) {
        Trace.met(getName(), fencedOrAborted); // Begins anew where the last commit ended.
      } finally {
        producer.close(Duration.ZERO);
        close(consumer);
      }
    }
  }

  private static void close(Consumer<String, String> consumer) {
    try {
      consumer.close(Duration.ofSeconds(1));
    } catch (KafkaException e) {
      // Its session ends by itself.
    }
  }

  private void copy(Producer<String, String> producer, Consumer<String, String> consumer) {
    if (task.partitions().isEmpty()) {
      consumer.subscribe(List.of(task.input()));
    } else {
      consumer.assign(task.partitions());
    }
    while (!stopped) {
      ConsumerRecords<String, String> batch = consumer.poll(Duration.ofMillis(100));
      if (!batch.isEmpty() && !copy(producer, consumer, batch)) {
        return;
      }
    }
  }

  /** Returns false if it went away on the way. */
  private boolean copy(
      Producer<String, String> producer,
      Consumer<String, String> consumer,
      ConsumerRecords<String, String> batch) {
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    producer.beginTransaction();
    for (ConsumerRecord<String, String> each : batch) {
      producer.send(new ProducerRecord<>(task.output(), each.partition(), null, each.value()));
      next.put(
          new TopicPartition(each.topic(), each.partition()),
          new OffsetAndMetadata(each.offset() + 1));
    }
    producer.sendOffsetsToTransaction(next, consumer.groupMetadata());
    int dice = calm ? 99 : random.nextInt(100);
    if (dice < 8) {
      producer.flush();
      return false;
    }
    if (dice < 20) {
      producer.abortTransaction();
      rewind(consumer);
      return true;
    }
    producer.commitTransaction();
    next.forEach((partition, offset) -> acknowledged.merge(partition, offset.offset(), Math::max));
    return true;
  }

  /** Asks for stable offsets, so it waits for the end of what is pending. */
  private void rewind(Consumer<String, String> consumer) {
    Set<TopicPartition> mine = consumer.assignment();
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(mine);
    for (TopicPartition each : mine) {
      OffsetAndMetadata last = committed.get(each);
      consumer.seek(each, last == null ? 0 : last.offset());
    }
  }
}
