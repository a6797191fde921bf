package io.barnabas.compat.transactions.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What a seed decides before anything runs. What happens inside a writer or the proxy is decided as
 * it comes, by seeds drawn here.
 *
 * @param writers those of the current client
 * @param oldWriters those of a client that knows only the old protocol
 * @param oldClient its release
 * @param transactions of each writer
 * @param level {@code transaction.version} at the beginning
 * @param deeds what is done to the broker, spread over the history
 * @param rage how much the proxy hurts, from 0 to 2
 */
record Plan(
    long seed,
    int writers,
    int oldWriters,
    String oldClient,
    boolean rivals,
    int copiers,
    boolean copiersSubscribe,
    int transactions,
    short level,
    List<Deed> deeds,
    double rage,
    Map<String, String> topicConfigs) {

  /** Something that is done to the whole broker. */
  enum Deed {
    KILL,
    PAUSE,
    CUT_ALL,
    RAISE_LEVEL
  }

  /** Current clients alone, which nothing is done to. */
  static Plan calm(long seed, int transactions) {
    return new Plan(
        seed, 3, 0, "", false, 2, false, transactions, (short) 2, List.of(), 0, Map.of());
  }

  static Plan of(long seed, int transactions) {
    Random random = new Random(seed);
    short level = (short) (random.nextInt(5) == 0 ? random.nextInt(2) : 2);
    List<Deed> deeds = new ArrayList<>();
    for (int left = 1 + random.nextInt(5); left > 0; left--) {
      deeds.add(List.of(Deed.KILL, Deed.KILL, Deed.PAUSE, Deed.CUT_ALL).get(random.nextInt(4)));
    }
    if (level < 2 && random.nextBoolean()) {
      deeds.add(random.nextInt(deeds.size() + 1), Deed.RAISE_LEVEL);
    }
    return new Plan(
        seed,
        2 + random.nextInt(4),
        random.nextInt(3) == 0 ? 1 : 0,
        seed % 2 == 0 ? "2.8" : "3.9",
        random.nextInt(3) == 0,
        1 + random.nextInt(2),
        random.nextBoolean(),
        transactions,
        level,
        deeds,
        List.of(0.3, 1.0, 2.0).get(random.nextInt(3)),
        random.nextBoolean() ? Map.of() : Map.of("segment.ms", "500"));
  }
}
