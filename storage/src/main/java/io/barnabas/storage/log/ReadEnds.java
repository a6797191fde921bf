package io.barnabas.storage.log;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where the last reads of a log stopped. Who goes on reading asks for exactly that offset next, and
 * is spared the search, which reads headers of batches. Any value is harmless: it names its
 * segment, and what lies below the end of a segment never changes. Safe for use by many threads.
 */
final class ReadEnds {
  private static final int PLACE_BITS = 3;

  /** Made at the first read: most logs are written, or neither. */
  private volatile @Nullable AtomicReferenceArray<OffsetPosition> places;

  /** Keeps where the batch begins that a read from this offset finds first. */
  void note(long offset, Segment segment, int position) {
    AtomicReferenceArray<OffsetPosition> kept = places;
    if (kept == null) {
      kept = new AtomicReferenceArray<>(1 << PLACE_BITS); // A race loses a note, no more.
      places = kept;
    }
    kept.setRelease(placeOf(offset), new OffsetPosition(offset, segment, position));
  }

  /** Where a read from this offset begins; -1 where that is not remembered. */
  int positionOf(long offset, Segment segment) {
    AtomicReferenceArray<OffsetPosition> kept = places;
    OffsetPosition found = kept == null ? null : kept.getAcquire(placeOf(offset));
    return found != null && found.offset() == offset && found.segment() == segment
        ? found.position()
        : -1;
  }

  private static int placeOf(long offset) {
    // Offsets of readers are often multiples of what a batch holds.
    return (int) ((offset * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - PLACE_BITS));
  }
}
