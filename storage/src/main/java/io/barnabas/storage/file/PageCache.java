package io.barnabas.storage.file;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Tells whether parts of log files can be read without waiting for the disk, so that event loops
 * send only what is in memory. The kernel is asked for a window at a time and its answer believed
 * for a moment: a reader that catches up through memory asks once in many reads. Safe for use by
 * many threads.
 */
public final class PageCache {
  /** Who knows what is in memory: {@link FileSystemPort#isInMemory}. */
  interface Residency {
    boolean isInMemory(FileChannel channel, long position, long size);
  }

  /** Who can see to it that something is: {@link FileSystemPort#bringIn}. */
  interface Loading {
    void bringIn(FileChannel channel, long position, int size) throws IOException;
  }

  private final Residency residency;
  private final Loading loading;

  public PageCache(FileSystemPort files) {
    this(files::isInMemory, files::bringIn);
  }

  PageCache(Residency residency, Loading loading) {
    this.residency = residency;
    this.loading = loading;
  }

  /**
   * Whether a range is known to be in memory, and enough of what follows that sending it lets the
   * kernel read nothing ahead. Asks nobody and never blocks.
   *
   * @param end where the readable part of the file ends
   */
  public boolean isKnownToHold(FileHandle file, long position, int size, long end, long nowMs) {
    return file.residentWindows().cover(position, size, end, nowMs);
  }

  /**
   * Sees to it that a range is in memory: where it is not known to be, looks at the windows it
   * touches and the next one, reads the little that may be missing there, and where it is more, the
   * range alone. Blocks on the disk.
   *
   * @param end where the readable part of the file ends
   */
  public void bringIn(FileHandle file, long position, int size, long end, long nowMs)
      throws IOException {
    ResidentWindows windows = file.residentWindows();
    if (size == 0 || windows.cover(position, size, end, nowMs)) {
      return;
    }
    boolean resident = true;
    long stop = ResidentWindows.stop(position, size, end);
    for (long at = ResidentWindows.windowStart(position);
        at < stop && resident;
        at += ResidentWindows.WINDOW_BYTES) {
      if (!windows.has(at, nowMs)) {
        long length = Math.min(ResidentWindows.WINDOW_BYTES, end - at);
        resident = residency.isInMemory(file.channel(), at, length);
        if (resident) {
          windows.note(at, nowMs);
        }
      }
    }
    if (!resident) {
      loading.bringIn(file.channel(), position, size);
    }
  }
}
