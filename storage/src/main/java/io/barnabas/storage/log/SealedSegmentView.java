package io.barnabas.storage.log;

import io.barnabas.storage.clean.SealedSegment;
import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.index.OffsetIndex;
import io.barnabas.storage.index.SegmentIndexes;
import io.barnabas.storage.index.TimeIndex;
import java.io.IOException;
import java.nio.file.Path;

/** A segment as the cleaner sees it. */
record SealedSegmentView(LogState log, Segment segment, long endOffset) implements SealedSegment {

  @Override
  public Path file() {
    return segment.file();
  }

  @Override
  public long baseOffset() {
    return segment.baseOffset();
  }

  @Override
  public int sizeInBytes() {
    return segment.size();
  }

  @Override
  public int indexBytes() throws IOException {
    SegmentIndexes indexes = log.indexesOf(segment);
    return Math.max(
        indexes.offsets().count() * OffsetIndex.ENTRY_BYTES,
        indexes.times().count() * TimeIndex.ENTRY_BYTES);
  }

  @Override
  public long largestTimestampMs() throws IOException {
    long largest = log.maxTimestampOf(segment).timestampMs();
    return largest >= 0 ? largest : log.context().files().lastModifiedMs(segment.file());
  }

  @Override
  public long firstTimestampMs() throws IOException {
    if (segment.size() == 0) {
      return -1;
    }
    FileHandle handle = open();
    try {
      BatchWalk walk = new BatchWalk(file(), handle.channel(), 0, segment.size());
      return walk.next() ? walk.maxTimestamp() : -1;
    } finally {
      handle.release();
    }
  }

  @Override
  public int positionOf(long offset) throws IOException {
    FileHandle handle = open();
    try {
      return LogReader.positionOf(segment, handle, log.indexesOf(segment), offset, segment.size());
    } finally {
      handle.release();
    }
  }

  @Override
  public FileHandle open() throws IOException {
    return segment.open(log.context().handles());
  }
}
