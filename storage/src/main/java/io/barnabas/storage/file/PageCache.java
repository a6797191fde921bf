package io.barnabas.storage.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Tells whether parts of log files can be read without waiting for the disk, so that event loops
 * send only what is in memory. The kernel is asked for a window at a time and its answer believed
 * for a moment: a reader that catches up through memory asks once in many reads. Safe for use by
 * many threads.
 */
public final class PageCache {
  private static final int SCRATCH_BYTES = 128 << 10;

  /** Who knows what is in memory: {@link FileSystemPort#isInMemory}. */
  interface Residency {
    boolean isInMemory(FileChannel channel, long position, long size);
  }

  private final Residency residency;
  private final ThreadLocal<ByteBuffer> scratch =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(SCRATCH_BYTES));

  public PageCache(FileSystemPort files) {
    this((Residency) files::isInMemory);
  }

  PageCache(Residency residency) {
    this.residency = residency;
  }

  /** Whether a range is known to be in memory. Asks nobody and never blocks. */
  public boolean isKnownToHold(FileHandle file, long position, int size, long nowMs) {
    return file.residentWindows().cover(position, size, nowMs);
  }

  /**
   * Sees to it that a range is in memory: where it is not known to be, looks at the windows it
   * touches, and reads the range when they are not wholly there. Blocks on the disk.
   *
   * @param end where the readable part of the file ends
   */
  public void bringIn(FileHandle file, long position, int size, long end, long nowMs)
      throws IOException {
    ResidentWindows windows = file.residentWindows();
    if (size == 0 || windows.cover(position, size, nowMs)) {
      return;
    }
    boolean resident = true;
    long stop = position + size;
    for (long at = ResidentWindows.windowStart(position);
        at < stop;
        at += ResidentWindows.WINDOW_BYTES) {
      long length = Math.min(ResidentWindows.WINDOW_BYTES, end - at);
      if (residency.isInMemory(file.channel(), at, length)) {
        windows.note(at, nowMs);
      } else {
        resident = false;
      }
    }
    if (!resident) {
      read(file, position, size);
    }
  }

  private void read(FileHandle file, long position, int size) throws IOException {
    ByteBuffer buffer = scratch.get();
    int done = 0;
    while (done < size) {
      buffer.clear().limit(Math.min(buffer.capacity(), size - done));
      int read = file.channel().read(buffer, position + done);
      if (read <= 0) {
        throw new EOFException("the file ends " + (size - done) + " bytes early");
      }
      done += read;
    }
  }
}
