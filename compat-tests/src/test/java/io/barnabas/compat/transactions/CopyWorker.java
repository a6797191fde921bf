package io.barnabas.compat.transactions;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Clients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Copies a partition of one topic to the same partition of another, each batch and its offsets in a
 * transaction; now and then it aborts, or dies in the middle and is made anew.
 */
final class CopyWorker extends Thread {
  final AtomicInteger committed = new AtomicInteger();
  private final BrokerProcess broker;
  private final TopicPartition input;
  private final String output;
  private final String group;
  private final int records;
  private final Random random;

  CopyWorker(
      BrokerProcess broker,
      TopicPartition input,
      String output,
      String group,
      int records,
      long seed) {
    super("copy-" + input);
    this.broker = broker;
    this.input = input;
    this.output = output;
    this.group = group;
    this.records = records;
    this.random = new Random(seed);
    setDaemon(true);
  }

  @Override
  public void run() {
    boolean done = false;
    while (!done) {
      Producer<String, String> producer =
          Clients.producer(broker, Map.of("transactional.id", output + "-" + input.partition()));
      Consumer<String, String> consumer =
          Clients.consumer(
              broker,
              Map.of(
                  "group.id", group,
                  "isolation.level", "read_committed",
                  "max.poll.records", "40"));
      try {
        done = copy(producer, consumer);
      } catch (KafkaException e) {
        // Fenced, or aborted by the coordinator: begin anew where the last commit ended.
      } finally {
        producer.close(Duration.ZERO);
        consumer.close(Duration.ofSeconds(1));
      }
    }
  }

  /** Returns false if it died on the way. */
  private boolean copy(Producer<String, String> producer, Consumer<String, String> consumer) {
    producer.initTransactions();
    consumer.assign(List.of(input));
    long position = rewind(consumer);
    while (position < records) {
      ConsumerRecords<String, String> batch = consumer.poll(Duration.ofMillis(200));
      if (batch.isEmpty()) {
        continue;
      }
      producer.beginTransaction();
      long next = position;
      for (ConsumerRecord<String, String> each : batch) {
        producer.send(new ProducerRecord<>(output, input.partition(), null, each.value()));
        next = each.offset() + 1;
      }
      producer.sendOffsetsToTransaction(
          Map.of(input, new OffsetAndMetadata(next)), consumer.groupMetadata());
      int dice = random.nextInt(10);
      if (dice == 0) {
        producer.flush();
        return false;
      }
      if (dice < 3) {
        producer.abortTransaction();
        position = rewind(consumer);
      } else {
        producer.commitTransaction();
        committed.addAndGet(batch.count());
        position = next;
      }
    }
    return true;
  }

  /** Asks for stable offsets, so it waits for the end of what is pending. */
  private long rewind(Consumer<String, String> consumer) {
    OffsetAndMetadata last = consumer.committed(Set.of(input), Duration.ofSeconds(60)).get(input);
    long position = last == null ? 0 : last.offset();
    consumer.seek(input, position);
    return position;
  }
}
