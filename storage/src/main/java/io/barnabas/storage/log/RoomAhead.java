package io.barnabas.storage.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps zeros behind the last batch of a segment where that makes what comes next cheaper:
 *
 * <ul>
 *   <li>where every append is synced: a sync of a file that has become longer waits for the file
 *       system's journal, one of bytes that were there before for those bytes alone
 *   <li>where appends come fast: the kernel finds memory and blocks for all of them at once, in
 *       large pieces, and each append only has its bytes copied
 * </ul>
 *
 * The zeros are cut off as those of a preallocated file are: when the segment ends, at a clean
 * shutdown, by recovery; those of fast appends also by {@link RoomReturn}. Of the log's owner.
 */
final class RoomAhead {
  private static final Logger LOG = LoggerFactory.getLogger(RoomAhead.class);

  /** Larger appends that are synced are seldom enough for the journal. */
  private static final int SMALL_SYNCED_BYTES = 16 << 10;

  /** Larger appends bring large pieces themselves: nothing is gained that pays for the zeros. */
  private static final int SMALL_FAST_BYTES = 24 << 10;

  /** For appends that are synced; at first as much as the log itself has. */
  private static final int SYNCED_STEP_BYTES = 256 << 10;

  /**
   * For appends that come fast, and what is written at once. For larger pieces the kernel would
   * move pages about once files have filled the memory.
   */
  private static final int FAST_STEP_BYTES = 32 << 10;

  private static final int PAGE_BYTES = 4 << 10;

  /** Never written to, and with a position that nobody moves. */
  private static final ByteBuffer ZEROS =
      ByteBuffer.allocateDirect(FAST_STEP_BYTES).asReadOnlyBuffer();

  private final LogState log;
  private final RoomReturn roomReturn;
  private final WritePace pace;

  RoomAhead(LogState log, RoomReturn roomReturn) {
    this.log = log;
    this.roomReturn = roomReturn;
    this.pace = roomReturn.pace();
  }

  /**
   * Makes room for an append, and those behind it, if they come fast and there is none. That there
   * is no room on the disk is no harm: the append may still find some. A whole number of steps from
   * the beginning of the file, as the kernel's large pieces lie.
   *
   * @param bytes of the append that is about to be written
   * @throws IOException if the disk fails otherwise
   */
  void makeFor(Segment segment, FileChannel channel, long bytes) throws IOException {
    long end = segment.size() + bytes;
    if (!pace.isFast(bytes) || bytes > SMALL_FAST_BYTES || end <= segment.roomEnd()) {
      return;
    }
    long roomEnd = (end + FAST_STEP_BYTES - 1) / FAST_STEP_BYTES * FAST_STEP_BYTES;
    // Not at the end of a segment, where it would only be cut off.
    if (roomEnd > log.config().segmentBytes()) {
      return;
    }
    long from = Math.max(segment.size(), segment.roomEnd());
    try {
      // What is counted as used is what is appended.
      make(segment, channel, from, (int) roomEnd);
      roomReturn.roomMade();
    } catch (IOException e) {
      if (!log.context().health().space().isPassing(e)) {
        throw e;
      }
      LOG.debug("No room is made for {}: {}", segment.file(), e.toString());
    }
  }

  /**
   * Makes room behind an append that is about to be synced, if there is none. That this fails is no
   * harm to the append.
   *
   * @param bytes of the append, which is written and not published yet
   */
  void makeBehind(Segment segment, FileChannel channel, long bytes) {
    long end = segment.size() + bytes;
    if (bytes > SMALL_SYNCED_BYTES || end <= segment.roomEnd() || end < PAGE_BYTES) {
      return;
    }
    long step = Math.min(SYNCED_STEP_BYTES, end / PAGE_BYTES * PAGE_BYTES);
    long roomEnd = (end + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES + step;
    DirectoryHealth health = log.context().health();
    try {
      int made = make(segment, channel, end, (int) Math.min(log.config().segmentBytes(), roomEnd));
      health.space().used(made);
    } catch (IOException e) {
      LOG.debug("No room is made ahead in {}: {}", segment.file(), e.toString());
      health.failUnlessPassing("writing to " + segment.file(), e);
    }
  }

  private int make(Segment segment, FileChannel channel, long from, int roomEnd)
      throws IOException {
    if (roomEnd <= from || log.context().health().space().isShort()) {
      return 0;
    }
    // First: whatever comes of it, the file may be longer than what is in it.
    segment.preallocated();
    long at = from;
    while (at < roomEnd) {
      int most = (int) Math.min(ZEROS.capacity() - at % ZEROS.capacity(), roomEnd - at);
      at += channel.write(ZEROS.duplicate().limit(most), at);
    }
    segment.roomUntil(roomEnd);
    return (int) (roomEnd - from);
  }
}
