package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.storage.index.AbortedTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What readers of committed records may rely on, against a list of what was written. */
final class TransactionModel {
  enum Kind {
    DATA,
    ABORT,
    COMMIT
  }

  private record Batch(long base, long last, long producerId, Kind kind) {}

  private final List<Batch> batches = new ArrayList<>();

  void add(long base, long last, long producerId, Kind kind) {
    batches.add(new Batch(base, last, producerId, kind));
  }

  void truncate(long end) {
    batches.removeIf(batch -> batch.last() >= end);
  }

  /** The offset of the marker that ends a batch's transaction, -1 if there is none. */
  private Batch markerOf(Batch data) {
    for (Batch batch : batches) {
      if (batch.base() > data.base()
          && batch.producerId() == data.producerId()
          && batch.kind() != Kind.DATA) {
        return batch;
      }
    }
    return null;
  }

  void check(PartitionLog log, Random random) throws IOException {
    long start = log.logStartOffset();
    long end = log.logEndOffset();
    checkLastStableOffset(log, start);
    if (end > start) {
      long from = start + random.nextInt((int) (end - start));
      long to = from + random.nextInt((int) (end - from) + 1);
      checkAborted(log.abortedTransactions(from, to), start, from, to);
    }
  }

  private void checkLastStableOffset(PartitionLog log, long start) {
    long watermark = log.highWatermark();
    long atMost = watermark;
    long atLeast = watermark;
    Map<Long, Long> firsts = new HashMap<>();
    for (Batch batch : batches) {
      if (batch.kind() != Kind.DATA) {
        firsts.remove(batch.producerId());
        continue;
      }
      long first = firsts.computeIfAbsent(batch.producerId(), id -> batch.base());
      Batch marker = markerOf(batch);
      if (marker == null || marker.base() >= watermark) {
        atLeast = Math.min(atLeast, Math.max(first, start));
        // That a marker is not replicated yet is not remembered over a restart.
        if (marker == null && batch.last() >= start) {
          atMost = Math.min(atMost, Math.max(batch.base(), start));
        }
      }
    }
    long stable = log.lastStableOffset();
    assertTrue(
        stable >= atLeast && stable <= atMost,
        "last stable offset " + stable + " not in [" + atLeast + ", " + atMost + "]");
  }

  private void checkAborted(List<AbortedTransaction> told, long start, long from, long to) {
    for (Batch batch : batches) {
      boolean read = batch.kind() == Kind.DATA && batch.last() >= Math.max(from, start);
      Batch marker = read && batch.base() < to ? markerOf(batch) : null;
      if (marker != null && marker.kind() == Kind.ABORT) {
        assertTrue(
            told.stream().anyMatch(each -> covers(each, batch, marker)),
            () -> batch + " was aborted by " + marker + ", told: " + told);
      }
    }
    for (AbortedTransaction each : told) {
      for (Batch batch : batches) {
        boolean inside =
            batch.producerId() == each.producerId()
                && batch.base() >= each.firstOffset()
                && batch.base() <= each.lastOffset();
        if (inside && batch.kind() == Kind.DATA) {
          Batch marker = markerOf(batch);
          assertTrue(
              marker != null && marker.kind() == Kind.ABORT,
              () -> each + " takes in " + batch + ", which " + marker + " ended");
        }
      }
    }
  }

  private static boolean covers(AbortedTransaction told, Batch batch, Batch marker) {
    return told.producerId() == batch.producerId()
        && told.firstOffset() <= batch.base()
        && told.lastOffset() == marker.base();
  }
}
