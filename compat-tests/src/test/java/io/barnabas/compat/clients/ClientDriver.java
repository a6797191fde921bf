package io.barnabas.compat.clients;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What an application does, with only those methods that clients from 2.1 to 4.4 share. Runs in a
 * process of its own, says what it does on standard output, ends with 1 when the broker does not do
 * as it should.
 */
public final class ClientDriver {
  private static final String[] CODECS = {"none", "gzip", "snappy", "lz4", "zstd"};
  private static final long DEADLINE_MS = 60_000;

  private final Properties settings = new Properties();

  private ClientDriver(String[] arguments) {
    settings.put("bootstrap.servers", arguments[1]);
    for (int i = 4; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      settings.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
  }

  /**
   * {@code roundtrip BOOTSTRAP TOPIC RECORDS} or {@code consume BOOTSTRAP TOPIC GROUP}, both with
   * {@code NAME=VALUE} for further settings.
   */
  public static void main(String[] arguments) throws Exception {
    ClientDriver driver = new ClientDriver(arguments);
    System.out.println("client " + version());
    if (arguments[0].equals("roundtrip")) {
      driver.roundtrip(arguments[2], Integer.parseInt(arguments[3]));
    } else {
      driver.consumeForEver(arguments[2], arguments[3]);
    }
  }

  private static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream in =
        KafkaConsumer.class.getResourceAsStream("/kafka/kafka-version.properties")) {
      properties.load(in);
    }
    return properties.getProperty("version");
  }

  private void roundtrip(String topic, int records) throws Exception {
    createTopic(topic);
    Set<String> sent = new HashSet<>();
    for (String codec : CODECS) {
      sent.addAll(produce(topic, codec, records));
      System.out.println("produced " + records + " with " + codec);
    }
    consume(topic, "group-" + topic, sent);
    System.out.println("consumed " + sent.size());
    committed(topic, "group-" + topic, sent.size());
    System.out.println("committed " + sent.size());
    deleteTopic(topic);
    System.out.println("deleted");
  }

  private void createTopic(String topic) throws Exception {
    try (AdminClient admin = AdminClient.create(common())) {
      admin.createTopics(Collections.singleton(new NewTopic(topic, 2, (short) 1))).all().get();
      admin
          .createPartitions(Collections.singletonMap(topic, NewPartitions.increaseTo(3)))
          .all()
          .get();
      check(admin.describeCluster().nodes().get().size() == 1, "one node");
      await("the topic is listed", () -> admin.listTopics().names().get().contains(topic));
      await("three partitions", () -> partitions(admin, topic) == 3);
    }
    System.out.println("created " + topic);
  }

  /** The method was renamed when topics got ids. */
  @SuppressWarnings("unchecked")
  private static int partitions(AdminClient admin, String topic) throws Exception {
    DescribeTopicsResult result = admin.describeTopics(Collections.singleton(topic));
    Method all;
    try {
      all = DescribeTopicsResult.class.getMethod("allTopicNames");
    } catch (NoSuchMethodException before31) {
      all = DescribeTopicsResult.class.getMethod("all");
    }
    KafkaFuture<Map<String, TopicDescription>> descriptions =
        (KafkaFuture<Map<String, TopicDescription>>) all.invoke(result);
    return descriptions.get().get(topic).partitions().size();
  }

  private Set<String> produce(String topic, String codec, int records) throws Exception {
    Properties all = common();
    all.put("key.serializer", StringSerializer.class.getName());
    all.put("value.serializer", StringSerializer.class.getName());
    all.put("compression.type", codec);
    all.put("acks", "all");
    all.put("enable.idempotence", "true");
    all.put("linger.ms", "5");
    Set<String> values = new HashSet<>();
    List<Future<RecordMetadata>> results = new ArrayList<>();
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(all)) {
      for (int i = 0; i < records; i++) {
        String value = codec + " record " + i;
        values.add(value);
        results.add(producer.send(new ProducerRecord<>(topic, "key-" + i, value)));
      }
      for (Future<RecordMetadata> result : results) {
        check(result.get().hasOffset(), "an offset");
      }
    }
    return values;
  }

  private void consume(String topic, String group, Set<String> expected) throws Exception {
    Set<String> missing = new HashSet<>(expected);
    try (KafkaConsumer<String, String> consumer = consumer(group)) {
      consumer.subscribe(Collections.singleton(topic));
      await(
          "all records",
          () -> {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
              check(missing.remove(record.value()), "sent once: " + record);
            }
            return missing.isEmpty();
          });
      consumer.commitSync();
    }
  }

  private void committed(String topic, String group, int records) {
    try (KafkaConsumer<String, String> consumer = consumer(group)) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (int partition = 0; partition < 3; partition++) {
        partitions.add(new TopicPartition(topic, partition));
      }
      consumer.assign(partitions);
      long sum = 0;
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<TopicPartition, Long> query = new HashMap<>();
      for (TopicPartition partition : partitions) {
        check(consumer.position(partition) == ends.get(partition), "committed at the end");
        sum += consumer.position(partition);
        query.put(partition, 0L);
      }
      check(sum == records, "as many offsets as records");
      check(consumer.offsetsForTimes(query).size() == 3, "offsets by time");
    }
  }

  private void deleteTopic(String topic) throws Exception {
    try (AdminClient admin = AdminClient.create(common())) {
      admin.deleteTopics(Collections.singleton(topic)).all().get();
      await("the topic is gone", () -> !admin.listTopics().names().get().contains(topic));
    }
  }

  private void consumeForEver(String topic, String group) {
    try (KafkaConsumer<String, String> consumer = consumer(group)) {
      consumer.subscribe(Collections.singleton(topic));
      while (true) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          System.out.println("record " + record.partition() + " " + record.offset());
        }
        consumer.commitSync();
        System.out.println("assigned " + consumer.assignment().size());
      }
    }
  }

  private KafkaConsumer<String, String> consumer(String group) {
    Properties all = common();
    all.put("key.deserializer", StringDeserializer.class.getName());
    all.put("value.deserializer", StringDeserializer.class.getName());
    all.put("group.id", group);
    all.put("auto.offset.reset", "earliest");
    all.put("enable.auto.commit", "false");
    all.put("session.timeout.ms", "6000");
    all.put("heartbeat.interval.ms", "1000");
    return new KafkaConsumer<>(all);
  }

  private Properties common() {
    Properties common = new Properties();
    common.putAll(settings);
    return common;
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(String what, Condition condition) throws Exception {
    long end = System.currentTimeMillis() + DEADLINE_MS;
    while (!condition.holds()) {
      check(System.currentTimeMillis() < end, what);
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("expected: " + what);
    }
  }
}
