package io.barnabas.coordinator;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decisions that are, or will be, appended together: their records, and the replies that wait for
 * them.
 */
final class PendingBatch {
  private final long startedNanos;
  private final List<LogRecord> records = new ArrayList<>();
  private final List<Effects.Reply<?>> replies = new ArrayList<>();
  private int replyCount;
  private int bytes = LogRecords.BATCH_OVERHEAD_BYTES;

  PendingBatch(long startedNanos) {
    this.startedNanos = startedNanos;
  }

  void add(LogRecord entry) {
    records.add(entry);
    bytes += LogRecords.sizeInBytes(entry);
  }

  void add(Effects.Reply<?> reply) {
    replies.add(reply);
    replyCount++;
  }

  /** Whether the batch takes records of the same transaction, or none, up to a size. */
  boolean hasRoomFor(@Nullable ProducerStamp stamp, int moreBytes, int bytesMax) {
    if (records.isEmpty()) {
      return true;
    }
    ProducerStamp own = records.get(0).stamp();
    return Objects.equals(own, stamp)
        && (own == null || !own.control())
        && bytes + moreBytes <= bytesMax;
  }

  List<LogRecord> records() {
    return records;
  }

  List<Effects.Reply<?>> replies() {
    return replies;
  }

  /** How many replies it was given, refused ones included. */
  int replyCount() {
    return replyCount;
  }

  long startedNanos() {
    return startedNanos;
  }
}
