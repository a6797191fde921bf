package io.barnabas.storage.validate;

import io.barnabas.storage.log.AppendFault;
import io.barnabas.storage.log.RecordFault;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with single records (KIP-467). Lists only so many, because a client must
 * not make us answer megabytes.
 */
final class RecordFaults {
  private static final int LISTED_MAX = 1000;

  private final List<RecordFault> listed = new ArrayList<>();
  private int count;
  private boolean anyTimestamp;

  void addRecord(int batchIndex, String detail) {
    add(new RecordFault(batchIndex, detail, false));
  }

  void addKeyless(int batchIndex) {
    add(new RecordFault(batchIndex, "a compacted topic needs a key", true));
  }

  private void add(RecordFault fault) {
    count++;
    if (listed.size() < LISTED_MAX) {
      listed.add(fault);
    }
  }

  void addTimestamp(int batchIndex, String detail) {
    anyTimestamp = true;
    addRecord(batchIndex, detail);
  }

  /** One bad timestamp decides what the whole batch is refused for, as in Apache Kafka. */
  ValidationOutcome.Invalid toOutcome() {
    AppendFault fault = anyTimestamp ? AppendFault.INVALID_TIMESTAMP : AppendFault.INVALID_RECORD;
    RecordFault first = listed.get(0);
    String detail =
        count + " records refused; record " + first.batchIndex() + ": " + first.detail();
    return new ValidationOutcome.Invalid(fault, detail, listed);
  }
}
