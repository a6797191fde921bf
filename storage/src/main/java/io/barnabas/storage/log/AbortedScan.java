package io.barnabas.storage.log;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.codec.batch.RecordCursor;
import io.barnabas.storage.clean.AbortedTransaction;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.LongObjectHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds aborted transactions by reading the headers of a log from an offset to its end. */
final class AbortedScan {
  private final LongObjectHashMap<Long> open = new LongObjectHashMap<>();
  private final List<AbortedTransaction> aborted = new ArrayList<>();

  private AbortedScan() {}

  /** Those that have data within a range. */
  static List<AbortedTransaction> of(LogState log, long from, long endExclusive)
      throws IOException {
    AbortedScan scan = new AbortedScan();
    BatchReplay.replay(log, from, scan::accept);
    scan.aborted.removeIf(transaction -> transaction.firstOffset() >= endExclusive);
    return scan.aborted;
  }

  private void accept(ByteBuf buf, int at) {
    if (!BatchHeader.isTransactional(buf, at)) {
      return;
    }
    long producerId = BatchHeader.producerId(buf, at);
    if (!BatchHeader.isControl(buf, at)) {
      open.putIfAbsent(producerId, BatchHeader.baseOffset(buf, at));
      return;
    }
    try (RecordCursor records = RecordCursor.open(buf, at)) {
      if (records.next()) {
        Long first = open.remove(producerId);
        if (first != null && ControlRecordType.ofKey(records.key()) == ControlRecordType.ABORT) {
          long marker = BatchHeader.baseOffset(buf, at);
          aborted.add(new AbortedTransaction(producerId, first, marker, marker + 1));
        }
      }
    }
  }
}
