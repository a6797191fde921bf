package io.barnabas.server.partition;

import io.barnabas.storage.log.AppendFault;
import io.barnabas.storage.log.AppendOutcome;
import io.barnabas.storage.log.RecordFault;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts the traffic of one topic, and with it that of all. Any thread. */
public final class TopicTraffic {
  private final LongAdder[] counts = new LongAdder[TrafficKind.values().length];
  private final @Nullable TopicTraffic all;

  TopicTraffic(@Nullable TopicTraffic all) {
    this.all = all;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void add(TrafficKind kind, long count) {
    counts[kind.ordinal()].add(count);
    if (all != null) {
      all.add(kind, count);
    }
  }

  /** How much there was since the start, or since the topic was made. */
  public long count(TrafficKind kind) {
    return counts[kind.ordinal()].sum();
  }

  /** Counts an append of so many bytes; returns its outcome. */
  AppendOutcome appended(AppendOutcome outcome, int bytes) {
    if (outcome instanceof AppendOutcome.Appended appended) {
      long records = appended.lastOffset() - appended.baseOffset() + 1;
      add(TrafficKind.MESSAGES_IN, records);
      if (appended.rewritten()) {
        add(TrafficKind.CONVERSIONS, records);
      }
      add(TrafficKind.BYTES_IN, bytes);
    } else if (outcome instanceof AppendOutcome.Refused refused) {
      refused(refused.fault(), bytes);
      long keyless = refused.recordFaults().stream().filter(RecordFault::keyless).count();
      if (keyless > 0) {
        add(TrafficKind.NO_KEY, keyless);
      }
    }
    return outcome;
  }

  /** As in Apache Kafka, nothing fails that the client can mend by asking somebody else. */
  private void refused(AppendFault fault, int bytes) {
    switch (fault) {
      case BATCH_TOO_LARGE, BATCHES_TOO_LARGE -> add(TrafficKind.BYTES_REJECTED, bytes);
      case CORRUPT_BATCH -> add(TrafficKind.INVALID_CRC, 1);
      case UNSUPPORTED_FORMAT -> {
        add(TrafficKind.INVALID_MAGIC, 1);
        add(TrafficKind.FAILED_PRODUCE, 1);
      }
      case OUT_OF_ORDER_SEQUENCE, OUT_OF_ORDER_OFFSETS -> {
        add(TrafficKind.INVALID_OFFSET_OR_SEQUENCE, 1);
        add(TrafficKind.FAILED_PRODUCE, 1);
      }
      case INVALID_RECORD,
          INVALID_TIMESTAMP,
          UNSUPPORTED_COMPRESSION,
          INVALID_PRODUCER_EPOCH,
          UNKNOWN_PRODUCER_ID,
          INVALID_TRANSACTION_STATE ->
          add(TrafficKind.FAILED_PRODUCE, 1);
      case STALE_LEADER_EPOCH, STALE_COORDINATOR_EPOCH, STORAGE_ERROR, LOG_CLOSED -> {
        // Not for what was sent.
      }
    }
  }

  /** Counts a read that is answered with so many bytes, or not. */
  public void fetched(@Nullable PartitionFault fault, int bytes) {
    add(TrafficKind.FETCH_REQUESTS, 1);
    if (bytes > 0) {
      add(TrafficKind.BYTES_OUT, bytes);
    }
    if (fault == PartitionFault.STORAGE_FAILED) {
      add(TrafficKind.FAILED_FETCH, 1);
    }
  }
}
