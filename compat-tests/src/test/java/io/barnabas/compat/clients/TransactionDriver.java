package io.barnabas.compat.clients;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A consume-transform-produce application, with only those methods that clients from 2.1 to 4.4
 * share. Runs in a process of its own; ends with 1 when the broker does not do as it should.
 */
public final class TransactionDriver {
  private static final long DEADLINE_MS = 60_000;

  private final Map<String, Object> settings = new HashMap<>();

  private TransactionDriver(String bootstrapServers) {
    settings.put("bootstrap.servers", bootstrapServers);
  }

  /** {@code BOOTSTRAP INPUT OUTPUT RECORDS}. */
  public static void main(String[] arguments) throws Exception {
    new TransactionDriver(arguments[0])
        .run(arguments[1], arguments[2], Integer.parseInt(arguments[3]));
  }

  private void run(String input, String output, int records) {
    KafkaProducer<String, String> producer = producer("tx-" + output);
    producer.initTransactions();
    produceInput(producer, input, records);
    KafkaConsumer<String, String> consumer = consumer("group-" + output);
    consumer.subscribe(Collections.singletonList(input));
    int done = 0;
    int round = 0;
    long deadline = System.currentTimeMillis() + DEADLINE_MS;
    while (done < records && System.currentTimeMillis() < deadline) {
      List<ConsumerRecord<String, String>> batch = new ArrayList<>();
      consumer.poll(Duration.ofMillis(200)).forEach(batch::add);
      if (batch.isEmpty()) {
        continue;
      }
      if (round++ % 2 == 0) {
        // Once in vain: nothing of it may be seen.
        copy(producer, consumer, batch, output, "aborted-");
        producer.flush();
        producer.abortTransaction();
      }
      copy(producer, consumer, batch, output, "");
      producer.commitTransaction();
      done += batch.size();
    }
    producer.close();
    consumer.close();
    check(output, records);
    System.out.println("transacted " + records);
  }

  private static void produceInput(
      KafkaProducer<String, String> producer, String input, int records) {
    producer.beginTransaction();
    for (int i = 0; i < records; i++) {
      producer.send(new ProducerRecord<>(input, "v" + i));
    }
    producer.commitTransaction();
  }

  private static void copy(
      KafkaProducer<String, String> producer,
      KafkaConsumer<String, String> consumer,
      List<ConsumerRecord<String, String>> batch,
      String output,
      String prefix) {
    producer.beginTransaction();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (ConsumerRecord<String, String> each : batch) {
      producer.send(new ProducerRecord<>(output, prefix + each.value()));
      offsets.put(
          new TopicPartition(each.topic(), each.partition()),
          new OffsetAndMetadata(each.offset() + 1));
    }
    try {
      producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
    } catch (NoSuchMethodError | NoClassDefFoundError before25) {
      System.out.println("without offsets");
    }
  }

  private void check(String output, int records) {
    KafkaConsumer<String, String> consumer = consumer("check-" + output);
    consumer.subscribe(Collections.singletonList(output));
    List<String> seen = new ArrayList<>();
    long deadline = System.currentTimeMillis() + DEADLINE_MS;
    while (seen.size() < records && System.currentTimeMillis() < deadline) {
      consumer.poll(Duration.ofMillis(200)).forEach(each -> seen.add(each.value()));
    }
    consumer.poll(Duration.ofMillis(200)).forEach(each -> seen.add(each.value()));
    consumer.close();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      expected.add("v" + i);
    }
    if (!seen.equals(expected)) {
      System.err.println("read " + seen);
      System.exit(1);
    }
  }

  private KafkaProducer<String, String> producer(String id) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("transactional.id", id);
    return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  private KafkaConsumer<String, String> consumer(String group) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("group.id", group);
    all.put("auto.offset.reset", "earliest");
    all.put("enable.auto.commit", "false");
    all.put("isolation.level", "read_committed");
    all.put("max.poll.records", "50");
    return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
  }
}
