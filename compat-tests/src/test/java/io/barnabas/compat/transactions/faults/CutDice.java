package io.barnabas.compat.transactions.faults;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.protocol.ApiKeys;

/** Decides what happens to each request, and counts. Thread-safe by its monitor. */
final class CutDice {
  private static final double SELDOM = 0.002;
  private static final double OFTEN = 0.02;
  private static final int LATE_MS_MAX = 500;

  private final SplittableRandom random;
  private final Map<Cut, Integer> counts = new EnumMap<>(Cut.class);
  private double rage;

  CutDice(long seed, double rage) {
    this.random = new SplittableRandom(seed);
    this.rage = rage;
  }

  synchronized Cut decide(short apiKey, short version) {
    if (random.nextDouble() >= rage * probability(apiKey)) {
      return Cut.NONE;
    }
    boolean maySurvive = risesWithEpoch(apiKey, version);
    Cut[] all = Cut.values();
    Cut cut = all[1 + random.nextInt(maySurvive ? all.length - 1 : Cut.AFTER.ordinal())];
    counts.merge(cut, 1, Integer::sum);
    return cut;
  }

  synchronized int lateMs() {
    return random.nextInt(LATE_MS_MAX);
  }

  synchronized void calm() {
    rage = 0;
  }

  synchronized Map<Cut, Integer> counts() {
    return new EnumMap<>(counts);
  }

  private static double probability(short apiKey) {
    return switch (ApiKeys.forId(apiKey)) {
      case END_TXN,
          INIT_PRODUCER_ID,
          ADD_PARTITIONS_TO_TXN,
          ADD_OFFSETS_TO_TXN,
          TXN_OFFSET_COMMIT ->
          3 * OFTEN;
      case PRODUCE -> OFTEN;
      default -> SELDOM;
    };
  }

  /**
   * Requests of Transactions V2 name a transaction by its epoch, so they may come when they like.
   * Under the old protocol a late one does harm, in Apache Kafka too.
   */
  private static boolean risesWithEpoch(short apiKey, short version) {
    return switch (ApiKeys.forId(apiKey)) {
      case PRODUCE -> version >= 12;
      case END_TXN, TXN_OFFSET_COMMIT -> version >= 5;
      default -> false;
    };
  }
}
