package io.barnabas.compat.transactions.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;

/** What must be true of what was read, whatever was done to clients and broker. */
final class HistoryChecker {
  private final Ledger ledger;

  HistoryChecker(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Of the topic of the writers, read to its end. */
  void checkTransactions(Readings readings, List<TopicPartition> partitions) {
    Map<String, Set<Integer>> found = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (TopicPartition partition : partitions) {
      Map<Integer, Long> last = new HashMap<>();
      readings
          .of(partition)
          .forEach(
              (offset, text) -> {
                String where = text + " in " + partition + "@" + offset;
                Value value = Value.parse(text);
                counts.put(value.key(), value.count());
                if (!found
                    .computeIfAbsent(value.key(), key -> new HashSet<>())
                    .add(value.index())) {
                  ledger.violated("twice: " + where);
                }
                Long before = last.put(value.writer(), value.order());
                if (before != null && before >= value.order()) {
                  ledger.violated("out of order: " + where);
                }
                if (ledger.of(value.key()) == Outcome.ABORTED) {
                  ledger.violated("aborted, but read: " + where);
                }
              });
    }
    found.forEach(
        (key, indexes) -> {
          if (indexes.size() != counts.get(key)) {
            ledger.violated(
                "torn: of " + key + " (" + ledger.of(key) + ") only " + indexes + " were read");
          }
        });
    ledger
        .all()
        .forEach(
            (key, outcome) -> {
              if (outcome == Outcome.COMMITTED && !found.containsKey(key)) {
                ledger.violated("lost: " + key);
              }
            });
  }

  /**
   * The output is what was read up to the committed offset, in the same order, and what was
   * acknowledged lies below it.
   */
  void checkCopy(
      SortedMap<Long, String> input,
      SortedMap<Long, String> output,
      TopicPartition from,
      long committed,
      long acknowledged) {
    List<String> expected = new ArrayList<>(input.headMap(committed).values());
    List<String> copied = new ArrayList<>(output.values());
    if (!expected.equals(copied)) {
      ledger.violated(
          from
              + " is committed up to "
              + committed
              + " and copied differently: "
              + difference(expected, copied));
    }
    if (acknowledged > committed) {
      ledger.violated(from + ": " + acknowledged + " was acknowledged, " + committed + " is there");
    }
  }

  private static String difference(List<String> expected, List<String> copied) {
    int at = 0;
    while (at < expected.size() && at < copied.size() && expected.get(at).equals(copied.get(at))) {
      at++;
    }
    return expected.size()
        + " and "
        + copied.size()
        + " records, from "
        + at
        + " on "
        + expected.subList(at, Math.min(expected.size(), at + 5))
        + " and "
        + copied.subList(at, Math.min(copied.size(), at + 5));
  }

  /** Two readers see the same wherever the first has read. */
  void checkAgreement(String who, Readings first, Readings second, List<TopicPartition> all) {
    for (TopicPartition partition : all) {
      SortedMap<Long, String> seen = first.of(partition);
      if (!seen.isEmpty()) {
        SortedMap<Long, String> same = second.of(partition).headMap(seen.lastKey() + 1);
        if (!seen.equals(same)) {
          Map<Long, String> more = new HashMap<>(seen);
          more.entrySet().removeAll(same.entrySet());
          Map<Long, String> less = new HashMap<>(same);
          less.entrySet().removeAll(seen.entrySet());
          ledger.violated(
              who + " do not agree in " + partition + ": only one has " + more + " or " + less);
        }
      }
    }
  }
}
