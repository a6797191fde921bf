package io.barnabas.storage.producer;

import io.netty.util.collection.LongObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that are being verified before their first batch is appended (KIP-890). A marker of
 * the producer ends the verification, so that a batch that was verified before it cannot be
 * appended after it and hang. In memory only: a restart ends all of them. Of the log's owner.
 */
final class Verifications {
  /**
   * One verification.
   *
   * @param guard distinguishes it from all others of this log since it was opened
   * @param lowestSequence of the batches seen so far, with which the transaction must begin
   */
  record Entry(long guard, short epoch, int lowestSequence) {}

  /** So many there may always be: what ends early has its transaction aborted. */
  private static final int LEAST = 1000;

  private final LongObjectHashMap<Entry> entries = new LongObjectHashMap<>(2);
  private long lastGuard;
  private long sweptGuard;
  private long sweptMs;

  @Nullable Entry find(long producerId) {
    return entries.get(producerId);
  }

  /**
   * The guard for the batches of an epoch; a later epoch begins anew.
   *
   * @param max beyond which, and beyond a thousand, the older half of the verifications ends
   */
  long begin(long producerId, short epoch, int sequence, int max) {
    Entry known = entries.get(producerId);
    Entry entry;
    if (known == null || epoch > known.epoch()) {
      entry = new Entry(++lastGuard, epoch, sequence);
    } else if (epoch == known.epoch() && sequence < known.lowestSequence()) {
      entry = new Entry(known.guard(), epoch, sequence);
    } else {
      entry = known;
    }
    entries.put(producerId, entry);
    if (entries.size() > Math.max(LEAST, max)) {
      long[] guards = entries.values().stream().mapToLong(Entry::guard).sorted().toArray();
      long oldest = guards[guards.length / 2];
      entries.values().removeIf(each -> each.guard() < oldest);
    }
    return entry.guard();
  }

  void end(long producerId) {
    if (!entries.isEmpty()) {
      entries.remove(producerId);
    }
  }

  /**
   * Forgets what was begun longer ago than the expiration, at the latest when that has passed
   * twice: nobody comes back for it.
   *
   * @param expirationMs {@code producer.id.expiration.ms}, as in Apache Kafka: a coordinator may
   *     take its time, and a client whose batch has become unknown meanwhile cannot go on
   */
  void sweep(long nowMs, long expirationMs) {
    if (nowMs - sweptMs >= expirationMs) {
      entries.values().removeIf(entry -> entry.guard() <= sweptGuard);
      sweptMs = nowMs;
      sweptGuard = lastGuard;
    }
  }
}
