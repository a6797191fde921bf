package io.barnabas.storage.log;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.codec.batch.RecordCursor;
import io.barnabas.storage.index.AbortedTransaction;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Batches of records with keys, and what a read gave back. */
final class KeyedBatches {
  record KeyValue(String key, @Nullable String value) {}

  record Found(long offset, long timestamp, String key, @Nullable String value) {}

  private KeyedBatches() {}

  static ByteBuf batch(BatchOptions options, long timestamp, List<KeyValue> records) {
    ByteBuf out = Unpooled.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(out, options)) {
      for (KeyValue record : records) {
        builder.append(timestamp, utf8(record.key()), utf8(record.value()));
      }
      builder.finish();
    }
    return out;
  }

  static ByteBuf marker(long producerId, boolean abort, long timestamp) {
    ByteBuf key = Unpooled.buffer();
    (abort ? ControlRecordType.ABORT : ControlRecordType.COMMIT).writeKey(key);
    ByteBuf value = Unpooled.buffer().writeShort(0).writeInt(1);
    ByteBuf out = Unpooled.buffer();
    BatchOptions options =
        BatchOptions.DEFAULT.withProducer(producerId, (short) 0, -1).asTransactional().asControl();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(out, options)) {
      builder.append(timestamp, key, value);
      builder.finish();
    }
    return out;
  }

  private static @Nullable ByteBuf utf8(@Nullable String text) {
    return text == null ? null : Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  private static @Nullable String text(@Nullable ByteBuf utf8) {
    return utf8 == null ? null : utf8.toString(StandardCharsets.UTF_8);
  }

  /** All data records from an offset to an end. */
  static List<Found> readAll(PartitionLog log, long from, long end, int maxBytes)
      throws IOException {
    List<Found> all = new ArrayList<>();
    visit(
        log,
        from,
        end,
        maxBytes,
        (bytes, at) -> {
          if (!BatchHeader.isControl(bytes, at)) {
            addRecords(bytes, at, from, all);
          }
        });
    return all;
  }

  /** What a consumer of committed records takes, by the rules of the clients. */
  static List<Found> readCommitted(PartitionLog log, long from, int maxBytes) throws IOException {
    List<Found> all = new ArrayList<>();
    long end = log.lastStableOffset();
    PriorityQueue<AbortedTransaction> ahead =
        new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));
    ahead.addAll(log.abortedTransactions(from, end));
    Set<Long> aborted = new HashSet<>();
    visit(
        log,
        from,
        end,
        maxBytes,
        (bytes, at) -> {
          long producerId = BatchHeader.producerId(bytes, at);
          long last = BatchHeader.lastOffset(bytes, at);
          while (!ahead.isEmpty() && ahead.element().firstOffset() <= last) {
            aborted.add(ahead.remove().producerId());
          }
          if (BatchHeader.isControl(bytes, at)) {
            if (isAbort(bytes, at)) {
              aborted.remove(producerId);
            }
          } else if (!BatchHeader.isTransactional(bytes, at) || !aborted.contains(producerId)) {
            addRecords(bytes, at, from, all);
          }
        });
    return all;
  }

  private static boolean isAbort(ByteBuf bytes, int at) {
    try (RecordCursor records = RecordCursor.open(bytes, at)) {
      return records.next() && ControlRecordType.ofKey(records.key()) == ControlRecordType.ABORT;
    }
  }

  private interface Visitor {
    void visit(ByteBuf bytes, int at);
  }

  private static void visit(PartitionLog log, long from, long end, int maxBytes, Visitor visitor)
      throws IOException {
    long next = from;
    while (next < end) {
      ReadOutcome outcome = log.read(next, end, maxBytes, true);
      if (!(outcome instanceof ReadOutcome.LogSlice slice)) {
        throw new AssertionError("read at " + next + ": " + outcome);
      }
      ByteBuf bytes = Batches.bytes(slice);
      if (!bytes.isReadable()) {
        break;
      }
      long before = next;
      BatchScanner batches = BatchScanner.ofReadable(bytes);
      while (batches.next()) {
        int at = batches.index();
        visitor.visit(bytes, at);
        next = Math.max(next, BatchHeader.nextOffset(bytes, at));
      }
      if (next == before) {
        throw new AssertionError("no way past " + next);
      }
    }
  }

  private static void addRecords(ByteBuf bytes, int at, long from, List<Found> all) {
    try (RecordCursor records = RecordCursor.open(bytes, at)) {
      while (records.next()) {
        if (records.offset() >= from) {
          all.add(
              new Found(
                  records.offset(),
                  records.timestamp(),
                  String.valueOf(text(records.key())),
                  text(records.value())));
        }
      }
    }
  }
}
