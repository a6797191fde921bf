package io.barnabas.group.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commits of one offset that open transactions have, as a value of the view:
 *
 * <pre>
 * per transaction: int64 producer id, int8 superseded, int32 length, the value of the commit's record
 * </pre>
 *
 * A commit outside of any transaction that comes after one of these supersedes it: the order of the
 * log counts, not that of the markers.
 */
final class PendingOffsets {
  private record Pending(long producerId, boolean superseded, byte[] value) {}

  private final List<Pending> entries = new ArrayList<>();

  static PendingOffsets read(byte @Nullable [] value) {
    PendingOffsets pending = new PendingOffsets();
    ByteBuffer in = ByteBuffer.wrap(value == null ? new byte[0] : value);
    while (in.hasRemaining()) {
      long producerId = in.getLong();
      boolean superseded = in.get() != 0;
      byte[] commit = new byte[in.getInt()];
      in.get(commit);
      pending.entries.add(new Pending(producerId, superseded, commit));
    }
    return pending;
  }

  byte[] write() {
    int size = 0;
    for (Pending each : entries) {
      size += Long.BYTES + 1 + Integer.BYTES + each.value().length;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    for (Pending each : entries) {
      out.putLong(each.producerId())
          .put((byte) (each.superseded() ? 1 : 0))
          .putInt(each.value().length)
          .put(each.value());
    }
    return out.array();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The transaction's last commit of the offset. */
  void put(long producerId, byte[] value) {
    entries.removeIf(each -> each.producerId() == producerId);
    entries.add(new Pending(producerId, false, value));
  }

  void supersede() {
    entries.replaceAll(each -> new Pending(each.producerId(), true, each.value()));
  }

  /** Takes a transaction's commit out; null if there is none, or it was superseded. */
  byte @Nullable [] take(long producerId) {
    for (Pending each : entries) {
      if (each.producerId() == producerId) {
        entries.remove(each);
        return each.superseded() ? null : each.value();
      }
    }
    return null;
  }
}
