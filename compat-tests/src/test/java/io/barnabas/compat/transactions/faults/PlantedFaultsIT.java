package io.barnabas.compat.transactions.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Ports;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whether {@link SeededTransactionsIT} would notice: the same history and the same checks, against
 * a broker that seems to have a fault.
 */
@ExtendWith(BrokersExtension.class)
final class PlantedFaultsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int TRANSACTIONS = 10;

  /** Both copiers commit their first transaction, and abort the second, so that they read again. */
  private static final long SEED = 48;

  @ParameterizedTest
  @EnumSource(names = "NOTHING", mode = EnumSource.Mode.EXCLUDE)
  void shouldNotice(Planted planted, Brokers brokers) throws Exception {
    String found = play(planted, brokers);
    assertTrue(Pattern.compile(planted.noticedAs()).matcher(found).find(), found);
  }

  /** What is found amiss. */
  private static String play(Planted planted, Brokers brokers) throws Exception {
    Plan plan = Plan.calm(SEED, TRANSACTIONS);
    int proxyPort = Ports.free(RandomGenerator.getDefault());
    BrokerProcess broker =
        Target.start(
            brokers,
            Map.of(
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + proxyPort,
                "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                "200"));
    try (FaultyProxy proxy =
        new FaultyProxy(proxyPort, broker.port(), new CutDice(0, plan.rage()), planted)) {
      History history = new History(plan, broker, proxy, proxyPort, PATIENCE);
      try {
        return String.join("\n", history.play().violations());
      } catch (AssertionError hangs) {
        return "" + hangs.getMessage();
      } finally {
        history.close();
      }
    }
  }
}
