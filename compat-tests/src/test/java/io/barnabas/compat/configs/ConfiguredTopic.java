package io.barnabas.compat.configs;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Clients;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.record.internal.CompressionType;
import org.jspecify.annotations.Nullable;

/** A topic of one partition, and what can be seen of it from outside and in its directory. */
final class ConfiguredTopic {
  /** Words, so that it compresses, and more so with more effort. */
  private static final String TEXT = text(200_000);

  private static final int ATTRIBUTES_AT = 22;
  private static final int OVERHEAD = 12;
  private static final int CODEC_MASK = 7;

  private final BrokerProcess broker;
  private final Admin admin;
  private final String name;
  private int counted;

  ConfiguredTopic(BrokerProcess broker, Admin admin, Map<String, String> configs) throws Exception {
    this.broker = broker;
    this.admin = admin;
    this.name = Clients.topic(broker, 1, configs);
  }

  private static String text(int length) {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(Long.toString(random.nextLong(20_000), 36)).append(' ');
    }
    return text.substring(0, length);
  }

  /** How often this was asked before. */
  int count() {
    return counted++;
  }

  TopicPartition partition() {
    return new TopicPartition(name, 0);
  }

  void alter(String config, String value) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                resource(), List.of(new AlterConfigOp(new ConfigEntry(config, value), OpType.SET))))
        .all()
        .get();
  }

  Config configs() throws Exception {
    return admin.describeConfigs(List.of(resource())).all().get().get(resource());
  }

  private ConfigResource resource() {
    return new ConfigResource(ConfigResource.Type.TOPIC, name);
  }

  /** Sends a record without a key, uncompressed; "ok", or what the broker said. */
  String send(@Nullable Long timestamp, int bytes) {
    return send("none", timestamp, TEXT.substring(0, bytes));
  }

  String send(String codec, @Nullable Long timestamp, String value) {
    try (Producer<String, String> producer =
        Clients.producer(
            broker,
            Map.of(
                "compression.type",
                codec,
                "max.request.size",
                10_000_000,
                "enable.idempotence",
                "false"))) {
      producer.send(new ProducerRecord<>(name, 0, timestamp, null, value)).get();
      return "ok";
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause()).split(":")[0].replaceAll(".*\\.", "");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a record of text; the codec and the size of the batch it is stored in. */
  StoredBatch stored(String producersCodec) throws IOException {
    send(producersCodec, null, TEXT);
    StoredBatch last = null;
    for (Path file : files(".log")) {
      try (FileChannel channel = FileChannel.open(file)) {
        ByteBuffer header = ByteBuffer.allocate(ATTRIBUTES_AT + 1);
        long at = 0;
        while (channel.read(header.clear(), at) == header.capacity() && header.getInt(8) > 0) {
          int size = OVERHEAD + header.getInt(8);
          last =
              new StoredBatch(
                  CompressionType.forId(header.get(ATTRIBUTES_AT) & CODEC_MASK).name, size);
          at += size;
        }
      }
    }
    if (last == null) {
      throw new AssertionError("nothing is stored");
    }
    return last;
  }

  record StoredBatch(String codec, int bytes) {}

  /** The newest record as a consumer sees it. */
  ConsumerRecord<String, String> newest() {
    try (Consumer<String, String> consumer = Clients.consumer(broker, Map.of())) {
      consumer.assign(List.of(partition()));
      long end = consumer.endOffsets(List.of(partition())).get(partition());
      consumer.seek(partition(), end - 1);
      return Clients.poll(consumer, 1).get(0);
    }
  }

  long earliest() throws Exception {
    return admin
        .listOffsets(Map.of(partition(), OffsetSpec.earliest()))
        .partitionResult(partition())
        .get()
        .offset();
  }

  void deleteRecordsBefore(long offset) throws Exception {
    admin
        .deleteRecords(
            Map.of(
                partition(), org.apache.kafka.clients.admin.RecordsToDelete.beforeOffset(offset)))
        .all()
        .get();
  }

  int segments() throws IOException {
    return files(".log").size();
  }

  /** Bytes of the offset indexes of all segments but the last, which is not complete. */
  long sealedIndexBytes() throws IOException {
    long bytes = 0;
    List<Path> logs = files(".log");
    for (Path log : logs.subList(0, logs.size() - 1)) {
      Path index = Path.of(log.toString().replaceAll("log$", "index"));
      bytes += Files.exists(index) ? Files.size(index) : 0;
    }
    return bytes;
  }

  List<Path> files(String suffix) throws IOException {
    Path directory = broker.dataDirectory().resolve(partition().toString());
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  /** Waits until there is a file of this kind, or none any more. */
  void awaitFiles(String suffix, boolean there) {
    Await.until(
        suffix + (there ? " there" : " gone"),
        Duration.ofSeconds(60),
        () -> files(suffix).isEmpty() != there,
        () -> "");
  }
}
