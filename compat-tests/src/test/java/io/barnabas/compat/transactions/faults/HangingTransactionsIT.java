package io.barnabas.compat.transactions.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.JavaRun;
import io.barnabas.compat.harness.Ports;
import io.barnabas.compat.harness.RawConnection;
import io.barnabas.compat.monitoring.Scrape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A write of the old protocol that comes when its transaction has ended begins one that nobody
 * ends, unless it is verified (KIP-890): then readers of committed records hang, and an
 * administrator ends it (KIP-664).
 */
@ExtendWith(BrokersExtension.class)
final class HangingTransactionsIT {
  private static final String LATE =
      "kafka_server_replicamanager_partitionswithlatetransactionscount";
  private static final long HOUR_MS = 3_600_000;

  private final int http = Ports.free(RandomGenerator.getDefault());

  private BrokerProcess start(Brokers brokers, boolean verified) throws Exception {
    return Target.start(
        brokers,
        Map.of(
            "node.id",
            "1",
            "barnabas.http.listener",
            "127.0.0.1:" + http,
            "transaction.partition.verification.enable",
            "" + verified,
            "transaction.abort.timed.out.transaction.cleanup.interval.ms",
            "100"));
  }

  /**
   * Writes to partition 0 after the end of its transaction; to partition 1 as long as one is open.
   */
  private static Errors writeTooLate(RawConnection connection, String topic) throws Exception {
    RawProducer.findCoordinators(connection);
    long old = System.currentTimeMillis() - HOUR_MS;
    RawProducer open = new RawProducer(connection, "open", true);
    assertEquals(Errors.NONE, open.init());
    assertEquals(Errors.NONE, open.produceAt(old, topic, 1, 0, "open"));
    RawProducer producer = new RawProducer(connection, "late", false);
    assertEquals(Errors.NONE, producer.init());
    assertEquals(Errors.NONE, producer.addPartitions(topic, List.of(0)));
    assertEquals(Errors.NONE, producer.produceAt(old, topic, 0, 0, "in time"));
    assertEquals(Errors.NONE, producer.end(true));
    assertEquals(Errors.NONE, producer.end(true), "and is completed");
    return producer.produceAt(old, topic, 0, 1, "late");
  }

  private static Ends ends(BrokerProcess broker) {
    return new Ends(broker.bootstrapServers(), Duration.ofSeconds(1));
  }

  @Test
  void shouldRefuseAWriteThatWouldHang(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers, true);
    String topic = Clients.topic(broker, 2);
    try (RawConnection connection = new RawConnection(broker.port())) {
      assertEquals(Errors.TRANSACTION_ABORTABLE, writeTooLate(connection, topic));
    }
    ends(broker).awaitStable(List.of(new TopicPartition(topic, 0)));
  }

  @Test
  void shouldTellOfOneThatHangsAndHowToEndIt(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers, false);
    assertFalse(broker.output().contains("has no effect"), broker.tail());
    String topic = Clients.topic(broker, 2);
    TopicPartition hanging = new TopicPartition(topic, 0);
    try (RawConnection connection = new RawConnection(broker.port())) {
      assertEquals(Errors.NONE, writeTooLate(connection, topic));
    }
    assertThrows(AssertionError.class, () -> ends(broker).awaitStable(List.of(hanging)));

    Await.until("it is counted", () -> Scrape.of(http).value(LATE) == 1);
    tool(broker, "find-hanging", "--broker-id", "1").contains("^" + topic + "\\s+0\\s+");
    String told =
        broker
            .output()
            .lines()
            .filter(line -> line.contains("kafka-transactions.sh abort"))
            .reduce((first, second) -> first + " and again: " + second)
            .orElseThrow();
    assertTrue(told.contains(topic + "-0 since offset 2"), told);
    assertFalse(told.contains("again"), told);
    tool(broker, told.replaceFirst(".*kafka-transactions.sh (abort .*) ends it", "$1").split(" "));

    ends(broker).awaitStable(List.of(hanging));
    assertEquals(
        List.of("in time"),
        List.copyOf(
            Readings.whole(broker.bootstrapServers(), List.of(hanging), Map.of())
                .of(hanging)
                .values()));
    Await.until("it is no longer counted", () -> Scrape.of(http).value(LATE) == 0);
  }

  private static JavaRun.Result tool(BrokerProcess broker, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--bootstrap-server", broker.bootstrapServers()));
    all.addAll(List.of(arguments));
    return JavaRun.tool("org.apache.kafka.tools.TransactionsCommand", all).ok();
  }
}
