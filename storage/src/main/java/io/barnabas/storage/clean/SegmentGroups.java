package io.barnabas.storage.clean;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which neighbouring segments are written into one. */
final class SegmentGroups {
  private SegmentGroups() {}

  /**
   * As many together as were sure to fit had nothing to be removed: by size, by size of the
   * indexes, and by offsets, which indexes count from the base in 31 bits.
   */
  static List<List<SealedSegment>> of(
      List<SealedSegment> segments, int segmentBytes, int indexBytes) throws IOException {
    List<List<SealedSegment>> groups = new ArrayList<>();
    List<SealedSegment> group = new ArrayList<>();
    long size = 0;
    long index = 0;
    for (SealedSegment segment : segments) {
      boolean fits =
          !group.isEmpty()
              && size + segment.sizeInBytes() <= segmentBytes
              && index + segment.indexBytes() <= indexBytes
              && segment.endOffset() - 1 - group.get(0).baseOffset() <= Integer.MAX_VALUE;
      if (!fits) {
        group = new ArrayList<>();
        groups.add(group);
        size = 0;
        index = 0;
      }
      group.add(segment);
      size += segment.sizeInBytes();
      index += segment.indexBytes();
    }
    return groups;
  }
}
