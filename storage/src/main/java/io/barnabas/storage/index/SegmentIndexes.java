package io.barnabas.storage.index;

/** Both indexes of one segment. */
public record SegmentIndexes(OffsetIndex offsets, TimeIndex times) {

  /** Two empty ones. */
  public static SegmentIndexes empty() {
    return new SegmentIndexes(new OffsetIndex(), new TimeIndex());
  }

  /** Bytes of memory held. */
  public int weight() {
    return offsets.weight() + times.weight();
  }

  /** Adds what is known at a batch: where it lies, and the largest timestamp up to it. */
  public void append(int relativeLastOffset, int position, long maxTimestamp, int offsetOfMax) {
    offsets.append(relativeLastOffset, position);
    times.maybeAppend(maxTimestamp, offsetOfMax);
  }

  /** Copies of the entries for batches that lie before a position and end before an offset. */
  public SegmentIndexes before(int position, long relativeOffset) {
    return new SegmentIndexes(offsets.before(position), times.before(relativeOffset));
  }
}
