package io.barnabas.group;

import java.util.concurrent.atomic.LongAdder;

/**
 * What coordinators of groups have decided since the start, counted as Apache Kafka does. Any
 * thread.
 *
 * @param committed offsets committed, those in transactions included
 * @param expired offsets forgotten because of their age
 * @param deleted offsets forgotten because somebody asked for it by OffsetDelete
 * @param rebalances generations whose assignments have been told
 */
public record GroupCounts(
    LongAdder committed, LongAdder expired, LongAdder deleted, LongAdder rebalances) {

  /** Nothing yet. */
  public GroupCounts() {
    this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
  }
}
