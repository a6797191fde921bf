package io.barnabas.compat.transactions.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * How much of a transaction is in the logs when the broker dies. The transaction writes to two
 * partitions, commits an offset, and ends.
 *
 * @param state batches in the log of the coordinator; the first is InitProducerId's
 * @param first batches in the first partition: data, marker
 * @param second the same for the second
 * @param offsets batches in the log of the group: the offset, its marker
 * @param inFlight the call whose answer the client has not got
 */
record CrashPoint(int state, int first, int second, int offsets, Call inFlight) {

  /** What the application asks for, in this order. */
  enum Call {
    /** Old protocol only. */
    ADD_PARTITIONS,
    WRITE_FIRST,
    WRITE_SECOND,
    /** Old protocol only. */
    ADD_OFFSETS,
    COMMIT_OFFSET,
    END
  }

  /** Whether the outcome is decided. */
  boolean isDecided() {
    return inFlight == Call.END;
  }

  private CrashPoint with(int stateMore, int firstMore, int secondMore, int offsetsMore, Call at) {
    return new CrashPoint(
        state + stateMore, first + firstMore, second + secondMore, offsets + offsetsMore, at);
  }

  /** Every state that a death can leave, each one append after another but for the markers. */
  static List<CrashPoint> all(boolean v2) {
    List<CrashPoint> all = new ArrayList<>();
    CrashPoint at = new CrashPoint(1, 0, 0, 0, v2 ? Call.WRITE_FIRST : Call.ADD_PARTITIONS);
    all.add(at);
    for (CrashPoint step : v2 ? stepsOfV2() : stepsOfOld()) {
      at = at.with(step.state, step.first, step.second, step.offsets, step.inFlight);
      all.add(at);
    }
    CrashPoint prepared = at;
    for (int markers = 1; markers < 8; markers++) {
      all.add(prepared.with(0, markers & 1, markers >> 1 & 1, markers >> 2, Call.END));
    }
    all.add(prepared.with(1, 1, 1, 1, Call.END));
    return all;
  }

  /** Each write adds its partition first. The last step is the decision. */
  private static List<CrashPoint> stepsOfV2() {
    return List.of(
        new CrashPoint(1, 0, 0, 0, Call.WRITE_FIRST),
        new CrashPoint(0, 1, 0, 0, Call.WRITE_FIRST),
        new CrashPoint(1, 0, 0, 0, Call.WRITE_SECOND),
        new CrashPoint(0, 0, 1, 0, Call.WRITE_SECOND),
        new CrashPoint(1, 0, 0, 0, Call.COMMIT_OFFSET),
        new CrashPoint(0, 0, 0, 1, Call.COMMIT_OFFSET),
        new CrashPoint(1, 0, 0, 0, Call.END));
  }

  private static List<CrashPoint> stepsOfOld() {
    return List.of(
        new CrashPoint(1, 0, 0, 0, Call.ADD_PARTITIONS),
        new CrashPoint(0, 1, 0, 0, Call.WRITE_FIRST),
        new CrashPoint(0, 0, 1, 0, Call.WRITE_SECOND),
        new CrashPoint(1, 0, 0, 0, Call.ADD_OFFSETS),
        new CrashPoint(0, 0, 0, 1, Call.COMMIT_OFFSET),
        new CrashPoint(1, 0, 0, 0, Call.END));
  }
}
