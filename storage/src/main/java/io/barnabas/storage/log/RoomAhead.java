package io.barnabas.storage.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps zeros behind the last batch of a segment whose every append is synced. A sync of a file
 * that has become longer waits for the file system's journal, one of bytes that were there before
 * for those bytes alone. The zeros are cut off as those of a preallocated file are: when the
 * segment ends, at a clean shutdown, by recovery. Of the log's owner.
 */
final class RoomAhead {
  private static final Logger LOG = LoggerFactory.getLogger(RoomAhead.class);

  /** Larger appends are seldom enough for the journal, and would be written twice. */
  private static final int SMALL_BYTES = 16 << 10;

  /** Written at a time, and as much as there is at most; at first as much as the log itself has. */
  private static final int STEP_BYTES = 256 << 10;

  private static final int PAGE_BYTES = 4 << 10;

  private RoomAhead() {}

  /**
   * Makes room behind an append that is about to be synced, if there is none. That there is no room
   * on the disk is no harm.
   *
   * @param end where the append ends in the file
   * @param bytes of the append
   * @return how many bytes the file has become longer
   */
  static int make(
      LogContext context, Segment segment, FileChannel channel, long end, long bytes, int most) {
    if (bytes > SMALL_BYTES || end <= segment.roomEnd() || end < PAGE_BYTES) {
      return 0;
    }
    int step = (int) Math.min(STEP_BYTES, end / PAGE_BYTES * PAGE_BYTES);
    int roomEnd = (int) Math.min(most, (end + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES + step);
    if (roomEnd <= end || context.health().space().isShort()) {
      return 0;
    }
    // First: whatever comes of it, the file may be longer than what is in it.
    segment.preallocated();
    try {
      ByteBuffer zeros = ByteBuffer.allocate((int) (roomEnd - end));
      while (zeros.hasRemaining()) {
        channel.write(zeros, end + zeros.position());
      }
    } catch (IOException e) {
      LOG.debug("No room is made ahead in {}: {}", segment.file(), e.toString());
      context.health().failUnlessPassing("writing to " + segment.file(), e);
      return 0;
    }
    segment.roomUntil(roomEnd);
    return (int) (roomEnd - end);
  }
}
