package io.barnabas.storage.log;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.codec.batch.RecordCursor;
import io.barnabas.storage.file.FileRecords;
import io.barnabas.storage.log.ReadOutcome.LogSlice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Batches to append, and what a read gave back. */
final class Batches {
  record Entry(long offset, long timestamp, String value) {}

  private Batches() {}

  static ByteBuf batch(long timestamp, String... values) {
    return batch(BatchOptions.DEFAULT, timestamp, values);
  }

  static ByteBuf batch(BatchOptions options, long timestamp, String... values) {
    ByteBuf out = Unpooled.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(out, options)) {
      for (int i = 0; i < values.length; i++) {
        ByteBuf value = Unpooled.copiedBuffer(values[i], StandardCharsets.UTF_8);
        builder.append(timestamp + i, null, value);
      }
      builder.finish();
    }
    return out;
  }

  /** Part of a transaction, as a coordinator writes it: without sequences. */
  static ByteBuf transactional(long producerId, int epoch, long timestamp, String... values) {
    return batch(
        BatchOptions.DEFAULT
            .withProducer(producerId, (short) epoch, BatchLayout.NO_SEQUENCE)
            .asTransactional(),
        timestamp,
        values);
  }

  static ByteBuf marker(long producerId, int epoch, ControlRecordType type, long timestamp) {
    ByteBuf out = Unpooled.buffer();
    BatchOptions options =
        BatchOptions.DEFAULT
            .withProducer(producerId, (short) epoch, BatchLayout.NO_SEQUENCE)
            .asTransactional()
            .asControl();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(out, options)) {
      ByteBuf key = Unpooled.buffer();
      type.writeKey(key);
      builder.append(timestamp, key, Unpooled.buffer().writeShort(0).writeInt(0));
      builder.finish();
    }
    return out;
  }

  static List<Entry> entries(ByteBuf buffer) {
    List<Entry> entries = new ArrayList<>();
    BatchScanner batches = BatchScanner.ofReadable(buffer);
    while (batches.next()) {
      try (RecordCursor records = RecordCursor.open(buffer, batches.index())) {
        while (records.next()) {
          ByteBuf value = records.value();
          entries.add(
              new Entry(
                  records.offset(),
                  records.timestamp(),
                  value == null ? null : value.toString(StandardCharsets.UTF_8)));
        }
      }
    }
    if (batches.end() != BatchScanner.End.CLEAN) {
      throw new AssertionError("a read ended within a batch: " + batches.end());
    }
    return entries;
  }

  static ByteBuf bytes(LogSlice slice) throws IOException {
    FileRecords records = slice.records();
    ByteBuf bytes = Unpooled.buffer(Math.max(1, records.sizeInBytes()));
    try {
      records.readInto(bytes);
    } finally {
      records.release();
    }
    return bytes;
  }

  /** Everything from an offset up to an end, by as many reads as it takes. */
  static List<Entry> readAll(PartitionLog log, long from, long end, int maxBytes)
      throws IOException {
    List<Entry> all = new ArrayList<>();
    long next = from;
    while (next < end) {
      ReadOutcome outcome = log.read(next, end, maxBytes, true);
      if (!(outcome instanceof LogSlice slice)) {
        throw new AssertionError("read at " + next + ": " + outcome);
      }
      ByteBuf bytes = bytes(slice);
      if (!bytes.isReadable()) {
        break;
      }
      for (Entry entry : entries(bytes)) {
        if (entry.offset() >= next) {
          all.add(entry);
        }
      }
      BatchScanner batches = BatchScanner.ofReadable(bytes);
      while (batches.next()) {
        next = Math.max(next, BatchHeader.nextOffset(bytes, batches.index()));
      }
    }
    return all;
  }
}
