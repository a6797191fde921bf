package io.barnabas.compat.transactions.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads committed records while the history goes on. */
final class LiveReader extends Thread {
  private final String bootstrap;
  private final List<TopicPartition> partitions;
  private final Ledger ledger;
  private final Readings readings = new Readings();
  private volatile boolean stopped;

  LiveReader(String bootstrap, List<TopicPartition> partitions, Ledger ledger) {
    super("live-reader");
    this.bootstrap = bootstrap;
    this.partitions = partitions;
    this.ledger = ledger;
    setDaemon(true);
  }

  @Override
  public void run() {
    try (Consumer<String, String> consumer =
        Readings.consumer(bootstrap, Map.of("max.partition.fetch.bytes", 2_000))) {
      consumer.assign(partitions);
      while (!stopped) {
        try {
          readings.poll(consumer, Duration.ofMillis(50));
        } catch (KafkaException e) {
          ledger.violated("the live reader got " + e);
          return;
        }
      }
    } catch (AssertionError changed) {
      ledger.violated("live reader: " + changed.getMessage());
    }
  }

  /** Ends it; what it has seen until then. */
  Readings finish() throws InterruptedException {
    stopped = true;
    join();
    return readings;
  }
}
