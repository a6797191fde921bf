package io.barnabas.compat.transactions.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Ports;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Writers, copiers and readers of transactions through cut connections, late requests, pauses and
 * kills of the broker: nothing aborted is read, nothing committed is lost, torn or doubled, and
 * offsets move with the output. {@code -Dtransactions.seed=N} plays one history, {@code
 * -Dtransactions.seeds=N} as many ({@code -Dtransactions.first=N} from there on), {@code
 * -Dtransactions.each=N} with as many transactions of each writer, {@code
 * -Dtransactions.target=kafka} against Apache Kafka, {@code -Dtransactions.trace=true} telling what
 * clients meet, {@code -Dtransactions.keep=DIR} leaving there what the broker has on its disk when
 * a history is violated.
 */
@ExtendWith(BrokersExtension.class)
final class SeededTransactionsIT {
  private static final TreeMap<String, Integer> TOTALS = new TreeMap<>();

  static LongStream seeds() {
    Long one = Long.getLong("transactions.seed");
    long first = Long.getLong("transactions.first", 1);
    return one != null
        ? LongStream.of(one)
        : LongStream.range(first, first + Long.getLong("transactions.seeds", 2));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldKeepEveryTransactionWholeThroughFaults(long seed, Brokers brokers) throws Exception {
    Plan plan = Plan.of(seed, Integer.getInteger("transactions.each", 15));
    System.out.println(plan);
    CutDice dice = new CutDice(new Random(seed).nextLong(), plan.rage());
    int proxyPort = Ports.free(RandomGenerator.getDefault());
    BrokerProcess broker = start(brokers, proxyPort);
    try (FaultyProxy proxy = new FaultyProxy(proxyPort, broker.port(), dice)) {
      History history = new History(plan, broker, proxy, proxyPort, Ends.PATIENCE);
      try {
        Ledger ledger = history.play();
        dice.counts().forEach((cut, count) -> TOTALS.merge("cut " + cut, count, Integer::sum));
        plan.deeds().forEach(deed -> TOTALS.merge("deed " + deed, 1, Integer::sum));
        ledger
            .totals()
            .forEach((outcome, count) -> TOTALS.merge("" + outcome, count, Integer::sum));
        TOTALS.merge("histories", 1, Integer::sum);
        System.out.println("seed " + seed + ": " + ledger.totals() + " " + dice.counts());
        assertEquals("", String.join("\n", ledger.violations()), "seed " + seed);
      } finally {
        history.close();
      }
    } catch (Exception | AssertionError e) {
      System.out.println("seed " + seed + ": " + e);
      keep(broker, seed);
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static void keep(BrokerProcess broker, long seed) throws Exception {
    String directory = System.getProperty("transactions.keep");
    if (directory != null) {
      new ProcessBuilder(
              "cp", "-r", "" + broker.dataDirectory().getParent(), directory + "/seed-" + seed)
          .start()
          .waitFor();
    }
  }

  private static BrokerProcess start(Brokers brokers, int proxyPort) throws Exception {
    return Target.start(
        brokers,
        Map.of(
            "advertised.listeners", "PLAINTEXT://127.0.0.1:" + proxyPort,
            "transaction.abort.timed.out.transaction.cleanup.interval.ms", "200",
            "transaction.state.log.num.partitions", "3",
            "offsets.topic.num.partitions", "3"));
  }

  @AfterAll
  static void tell() {
    System.out.println("SeededTransactionsIT " + TOTALS);
  }
}
