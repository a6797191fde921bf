package io.barnabas.storage.validate;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.InvalidRecordsException;
import io.barnabas.codec.batch.RecordCursor;
import io.barnabas.codec.batch.TimestampType;
import io.barnabas.storage.log.AppendFault;
import io.barnabas.storage.log.AppendOrigin;
import io.barnabas.storage.validate.ValidationOutcome.Invalid;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One pass over the records of a batch: their structure, offsets, keys and timestamps. */
final class RecordWalk {
  private final ValidationRules rules;
  private final long nowMs;
  private final boolean checksTimestamps;
  private final boolean batchHasAppendTime;
  private long maxTimestamp = BatchLayout.NO_TIMESTAMP;
  private @Nullable RecordFaults faults;

  private RecordWalk(ByteBuf buf, int at, ValidationRules rules, AppendOrigin origin, long nowMs) {
    this.rules = rules;
    this.nowMs = nowMs;
    this.checksTimestamps = origin != AppendOrigin.INTERNAL;
    this.batchHasAppendTime = BatchHeader.timestampType(buf, at) == TimestampType.LOG_APPEND_TIME;
  }

  /** Walks the batch; the max timestamp it finds counts only if there is no {@link #breach}. */
  static RecordWalk over(
      ByteBuf buf, int at, ValidationRules rules, AppendOrigin origin, long nowMs) {
    RecordWalk walk = new RecordWalk(buf, at, rules, origin, nowMs);
    walk.run(buf, at);
    return walk;
  }

  private @Nullable Invalid malformed;

  private void run(ByteBuf buf, int at) {
    try (RecordCursor cursor = RecordCursor.skim(buf, at, rules.maxRecordSize())) {
      for (int i = 0; cursor.next(); i++) {
        check(cursor, i);
      }
    } catch (InvalidRecordsException e) {
      malformed = new Invalid(AppendFault.INVALID_RECORD, String.valueOf(e.getMessage()));
    }
  }

  private void check(RecordCursor record, int index) {
    long timestamp = record.timestamp();
    if (timestamp > maxTimestamp) {
      maxTimestamp = timestamp;
    }
    if (record.offsetDelta() != index) {
      faults().addRecord(index, "its offset delta is " + record.offsetDelta());
    } else if (rules.keysRequired() && !record.hasKey()) {
      faults().addKeyless(index);
    } else if (checksTimestamps) {
      checkTimestamp(timestamp, index);
    }
  }

  private void checkTimestamp(long timestamp, int index) {
    if (rules.timestampType() == TimestampType.CREATE_TIME
        && timestamp != BatchLayout.NO_TIMESTAMP) {
      // Wraps for a timestamp near the end of the range, which is then refused on the other side.
      long behind = nowMs - timestamp;
      if (behind > rules.timestampBeforeMaxMs() || -behind > rules.timestampAfterMaxMs()) {
        faults().addTimestamp(index, outOfRange(timestamp));
      }
    } else if (batchHasAppendTime) {
      faults().addTimestamp(index, "a producer may not claim append time");
    }
  }

  private String outOfRange(long timestamp) {
    return "timestamp "
        + timestamp
        + " is not within "
        + rules.timestampBeforeMaxMs()
        + " ms before and "
        + rules.timestampAfterMaxMs()
        + " ms after "
        + nowMs;
  }

  private RecordFaults faults() {
    if (faults == null) {
      faults = new RecordFaults();
    }
    return faults;
  }

  @Nullable Invalid breach() {
    if (malformed != null) {
      return malformed;
    }
    return faults == null ? null : faults.toOutcome();
  }

  /** Largest timestamp in ms, whatever the header says. */
  long maxTimestamp() {
    return maxTimestamp;
  }
}
