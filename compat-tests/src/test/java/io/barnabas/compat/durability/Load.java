package io.barnabas.compat.durability;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.Clients;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * One idempotent producer with acks=all that numbers its records per partition and lives through
 * the deaths of the broker. Its thread sends; the client's thread notes the acknowledgements in the
 * {@link Ledger}.
 */
final class Load implements AutoCloseable {
  private static final int IN_FLIGHT = 200;

  private final String name;
  private final String topic;
  private final int partitions;
  private final Ledger ledger;
  private final Producer<String, String> producer;
  private final SplittableRandom random;
  private final Semaphore window = new Semaphore(IN_FLIGHT);
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicInteger outstanding = new AtomicInteger();
  private final int[] sequences;
  private final Thread thread;

  Load(
      String name,
      String bootstrapServers,
      String topic,
      int partitions,
      Ledger ledger,
      Map<String, Object> settings) {
    this.name = name;
    this.topic = topic;
    this.partitions = partitions;
    this.ledger = ledger;
    this.random = new SplittableRandom(name.hashCode());
    this.sequences = new int[partitions];
    this.producer = Clients.producer(bootstrapServers, patient(settings));
    this.thread = new Thread(this::send, "load-" + name);
    thread.start();
  }

  private static Map<String, Object> patient(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("acks", "all");
    all.put("enable.idempotence", "true");
    all.put("batch.size", 4_000);
    all.put("linger.ms", 1);
    all.put("delivery.timeout.ms", 300_000);
    all.put("request.timeout.ms", 10_000);
    all.put("reconnect.backoff.max.ms", 100);
    all.put("max.block.ms", 300_000);
    return all;
  }

  private void send() {
    try {
      for (int next = 0; !stopping.get(); next++) {
        window.acquire();
        int partition = next % partitions;
        int sequence = sequences[partition]++;
        String value = sequence + " " + padding();
        outstanding.incrementAndGet();
        producer.send(
            new ProducerRecord<>(topic, partition, name, value),
            (sent, error) -> {
              if (error == null) {
                ledger.acknowledged(partition, name, sequence, sent.offset());
              } else {
                failures.add(name + " " + partition + "/" + sequence + ": " + error);
              }
              outstanding.decrementAndGet();
              window.release();
            });
      }
    } catch (InterruptedException | KafkaException stopped) {
      failures.add(name + ": " + stopped);
    }
  }

  /** Incompressible, so that segments fill and roll. */
  private String padding() {
    byte[] bytes = new byte[100];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * True once the client has seen that its connections to a dead broker are gone, and all that came
   * before.
   */
  boolean isDisconnected() {
    return producer.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals("connection-count"))
        .allMatch(metric -> ((Number) metric.getValue().metricValue()).intValue() == 0);
  }

  /** Stops sending and waits until every record that was sent has been acknowledged. */
  void drain() throws InterruptedException {
    stopping.set(true);
    thread.join();
    Await.until(
        "all records of " + name + " are acknowledged",
        Duration.ofSeconds(120),
        () -> outstanding.get() == 0,
        () -> outstanding + " are not; failures: " + failures);
    if (!failures.isEmpty()) {
      throw new AssertionError("records were refused: " + failures);
    }
  }

  /** How many records this producer has sent to the partition. */
  int sent(int partition) {
    return sequences[partition];
  }

  String name() {
    return name;
  }

  ConcurrentLinkedQueue<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    stopping.set(true);
    producer.close(Duration.ZERO);
  }
}
