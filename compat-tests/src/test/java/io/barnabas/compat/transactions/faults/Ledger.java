package io.barnabas.compat.transactions.faults;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the writers of a history know. Thread-safe. */
final class Ledger {
  private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final AtomicInteger count = new AtomicInteger();

  void ended(String key, Outcome outcome) {
    outcomes.put(key, outcome);
    count.incrementAndGet();
  }

  /** How many transactions have come to an end. */
  int count() {
    return count.get();
  }

  /** A writer that died has not told of its last one. */
  Outcome of(String key) {
    return outcomes.getOrDefault(key, Outcome.UNKNOWN);
  }

  Map<String, Outcome> all() {
    return Map.copyOf(outcomes);
  }

  synchronized void violated(String what) {
    violations.add(what);
  }

  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  Map<Outcome, Integer> totals() {
    Map<Outcome, Integer> totals = new EnumMap<>(Outcome.class);
    outcomes.values().forEach(each -> totals.merge(each, 1, Integer::sum));
    return totals;
  }
}
