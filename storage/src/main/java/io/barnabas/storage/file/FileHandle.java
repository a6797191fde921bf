package io.barnabas.storage.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An open file shared by its users; closed when the last of them lets go. The cache that hands it
 * out is one of the users, so that a file being sent outlives its eviction.
 */
public final class FileHandle {
  private final FileChannel channel;
  private final AtomicInteger references = new AtomicInteger(1);
  private volatile @Nullable ResidentWindows residentWindows;

  public FileHandle(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes a reference; false when the file has been closed already. */
  public boolean tryRetain() {
    int count = references.get();
    while (count > 0) {
      if (references.compareAndSet(count, count + 1)) {
        return true;
      }
      count = references.get();
    }
    return false;
  }

  /** Gives a reference back; the last one closes the file, and is told so. */
  public boolean release() {
    int count = references.decrementAndGet();
    if (count == 0) {
      try {
        channel.close();
      } catch (IOException e) {
        // Everything written through the channel was reported when it was written or synced.
        references.set(0);
      }
    } else if (count < 0) {
      throw new IllegalStateException("released once too often");
    }
    return count == 0;
  }

  public FileChannel channel() {
    return channel;
  }

  /**
   * What of the file was seen in memory. Two threads may make two of them, and one is forgotten.
   */
  ResidentWindows residentWindows() {
    ResidentWindows windows = residentWindows;
    if (windows == null) {
      windows = new ResidentWindows();
      residentWindows = windows;
    }
    return windows;
  }
}
