package io.barnabas.compat.durability;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Ports;
import io.barnabas.compat.harness.TcpProxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Rounds of kill -9 under load. {@code -Dkill.rounds=20} for many, {@code -Dkill.seed=...} to
 * repeat a run's choices (the timing of the processes stays its own).
 */
@ExtendWith(BrokersExtension.class)
final class KillNineIT {
  private static final int PARTITIONS = 3;
  private static final int PRODUCERS = 2;
  private static final List<String> CODECS = List.of("none", "lz4", "zstd", "gzip", "snappy");

  private final int rounds = Integer.getInteger("kill.rounds", 4);
  private final long seed = Long.getLong("kill.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private final Ledger ledger = new Ledger();
  private final Map<Integer, Map<String, Integer>> sentBefore = new HashMap<>();

  @Test
  void shouldKeepEveryAcknowledgedRecordOnce(Brokers brokers) throws Exception {
    run(brokers, false);
  }

  @Test
  void shouldCutDamagedTailsAndKeepEveryAcknowledgedRecord(Brokers brokers) throws Exception {
    run(brokers, true);
  }

  private void run(Brokers brokers, boolean damage) throws Exception {
    say("seed " + seed + ", " + rounds + " rounds");
    int proxyPort = Ports.free(random);
    BrokerProcess broker =
        brokers.start(Map.of("advertised.listeners", "PLAINTEXT://127.0.0.1:" + proxyPort));
    try (TcpProxy proxy = new TcpProxy(proxyPort, broker.port())) {
      String topic =
          Clients.topic(
              broker,
              PARTITIONS,
              Map.of(
                  "segment.bytes",
                  "1048576",
                  "preallocate",
                  Boolean.toString(random.nextBoolean())));
      for (int round = 0; round < rounds; round++) {
        round(round, broker, proxy, topic, damage);
      }
    }
  }

  private void round(int round, BrokerProcess broker, TcpProxy proxy, String topic, boolean damage)
      throws Exception {
    List<Load> loads = new ArrayList<>();
    try {
      for (int p = 0; p < PRODUCERS; p++) {
        Map<String, Object> settings =
            Map.of(
                "compression.type", CODECS.get((round + p) % CODECS.size()),
                "max.in.flight.requests.per.connection", inFlight(broker));
        String bootstrap = "127.0.0.1:" + proxy.port();
        loads.add(new Load("r" + round + "p" + p, bootstrap, topic, PARTITIONS, ledger, settings));
      }
      awaitAcknowledged(loads, 500 + random.nextInt(3_000));
      if (round % 2 == 1) {
        proxy.loseAnswers(1 + random.nextInt(4));
        awaitAcknowledged(loads, 200 + random.nextInt(1_000));
      }
      broker.kill();
      Await.until(
          "the clients have read what the dead broker had answered",
          () -> loads.stream().allMatch(Load::isDisconnected));
      if (damage) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          say(
              ActiveSegment.of(broker.dataDirectory(), topic, partition)
                  .damageBeyond(ledger.end(partition), random));
        }
      }
      broker.start();
      awaitAcknowledged(loads, 300);
      for (Load load : loads) {
        load.drain();
      }
      Audit audit = new Audit(broker, topic, ledger, loads);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        audit.check(partition, sentBefore.getOrDefault(partition, Map.of()));
      }
      remember(loads);
      say(
          "round "
              + round
              + ": "
              + ledger.count()
              + " records, "
              + proxy.answersLost()
              + " answers lost");
    } catch (AssertionError | Exception e) {
      throw new AssertionError("seed " + seed + ", round " + round + ": " + e.getMessage(), e);
    } finally {
      loads.forEach(Load::close);
    }
  }

  /**
   * Apache Kafka remembers one batch per producer after a crash, not five: a retry of the one
   * before gets OUT_OF_ORDER_SEQUENCE_NUMBER, and the client then sends records twice.
   */
  private static int inFlight(BrokerProcess broker) {
    return broker.isControl() ? 1 : 5;
  }

  private void awaitAcknowledged(List<Load> loads, int more) {
    long target = ledger.count() + more;
    Await.until(
        more + " acknowledgements",
        Await.GENEROUS.multipliedBy(2),
        () ->
            ledger.count() >= target || loads.stream().anyMatch(load -> !load.failures().isEmpty()),
        () -> "missing " + (target - ledger.count()));
  }

  private void remember(List<Load> loads) {
    IntStream.range(0, PARTITIONS)
        .forEach(
            partition ->
                loads.forEach(
                    load ->
                        sentBefore
                            .computeIfAbsent(partition, any -> new HashMap<>())
                            .put(load.name(), load.sent(partition))));
  }

  private static void say(String line) {
    System.out.println("kill -9: " + line);
  }
}
