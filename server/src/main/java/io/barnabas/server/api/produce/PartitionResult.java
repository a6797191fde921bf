package io.barnabas.server.api.produce;

import io.barnabas.codec.ErrorCode;
import io.barnabas.server.api.WireErrors;
import io.barnabas.server.partition.AppendResult;
import io.barnabas.storage.log.AppendOutcome;
import io.barnabas.storage.log.RecordFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a producer is told of one partition. */
record PartitionResult(
    ErrorCode error,
    @Nullable String message,
    long baseOffset,
    long logAppendTimeMs,
    long logStartOffset,
    List<RecordFault> recordFaults) {
  private static final long UNKNOWN = -1;

  static PartitionResult failed(ErrorCode error, @Nullable String message) {
    return new PartitionResult(error, message, UNKNOWN, UNKNOWN, UNKNOWN, List.of());
  }

  static PartitionResult of(AppendResult result) {
    if (result instanceof AppendResult.UnderReplicated) {
      return failed(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND, null);
    }
    return result instanceof AppendResult.Decided decided
        ? of(decided.outcome())
        : failed(WireErrors.of(((AppendResult.Unserved) result).fault()), null);
  }

  private static PartitionResult of(AppendOutcome outcome) {
    if (outcome instanceof AppendOutcome.Appended appended) {
      return new PartitionResult(
          ErrorCode.NONE,
          null,
          appended.baseOffset(),
          appended.logAppendTimeMs(),
          appended.logStartOffset(),
          List.of());
    }
    if (outcome instanceof AppendOutcome.Duplicate duplicate) {
      return new PartitionResult(
          ErrorCode.NONE,
          null,
          duplicate.baseOffset(),
          duplicate.timestampMs(),
          duplicate.logStartOffset(),
          List.of());
    }
    if (outcome instanceof AppendOutcome.Unverified) {
      // Only what was sent to be verified is handed back for it.
      return failed(ErrorCode.UNKNOWN_SERVER_ERROR, null);
    }
    AppendOutcome.Refused refused = (AppendOutcome.Refused) outcome;
    return new PartitionResult(
        WireErrors.of(refused.fault()),
        refused.detail(),
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        refused.recordFaults());
  }
}
