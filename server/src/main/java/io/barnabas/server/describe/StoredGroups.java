package io.barnabas.server.describe;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.codec.batch.RecordCursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads one partition of {@code __consumer_offsets}, record by record. What a transaction wrote
 * counts once it has committed.
 */
public final class StoredGroups {
  /** Takes a record; null stands for a value that is gone. */
  public interface Sink {
    void add(byte[] key, byte @Nullable [] value);
  }

  private record Pending(byte[] key, byte @Nullable [] value) {}

  private final Sink sink;
  private final Map<Long, List<Pending>> open = new HashMap<>();

  public StoredGroups(Sink sink) {
    this.sink = sink;
  }

  /** Takes the next batch of the partition. */
  public void add(ByteBuf batch) {
    int at = batch.readerIndex();
    long producerId = BatchHeader.producerId(batch, at);
    try (RecordCursor cursor = RecordCursor.open(batch, at)) {
      while (cursor.next()) {
        if (BatchHeader.isControl(batch, at)) {
          end(producerId, ControlRecordType.ofKey(cursor.key()));
        } else if (cursor.key() != null) {
          add(producerId, BatchHeader.isTransactional(batch, at), cursor);
        }
      }
    }
  }

  private void add(long producerId, boolean transactional, RecordCursor cursor) {
    @Nullable ByteBuf value = cursor.value();
    Pending pending =
        new Pending(
            ByteBufUtil.getBytes(cursor.key()), value == null ? null : ByteBufUtil.getBytes(value));
    if (transactional) {
      open.computeIfAbsent(producerId, id -> new ArrayList<>()).add(pending);
    } else {
      sink.add(pending.key(), pending.value());
    }
  }

  private void end(long producerId, @Nullable ControlRecordType how) {
    List<Pending> ended = open.remove(producerId);
    if (ended != null && how == ControlRecordType.COMMIT) {
      ended.forEach(each -> sink.add(each.key(), each.value()));
    }
  }

  /**
   * There are no more batches.
   *
   * @param committed whether a transaction of this producer that has no end here was committed
   */
  public void endRest(LongPredicate committed) {
    for (long producerId : List.copyOf(open.keySet())) {
      end(
          producerId,
          committed.test(producerId) ? ControlRecordType.COMMIT : ControlRecordType.ABORT);
    }
  }
}
