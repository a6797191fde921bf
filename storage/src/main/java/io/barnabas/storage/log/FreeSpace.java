package io.barnabas.storage.log;

import io.barnabas.storage.file.FileFaults;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.file.SyncFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a log directory has room for what clients append. Below the reserve it has none, so that
 * committed offsets, metadata and checkpoints, which come to little, can go on. The file system is
 * asked every now and then; between two answers the bytes appended are counted. Any thread.
 */
final class FreeSpace {
  private static final Logger LOG = LoggerFactory.getLogger(FreeSpace.class);
  private static final long TELL_INTERVAL_MS = 60_000;

  /** Of the reserve, so that the state does not flutter: what must be free beside it to leave. */
  private static final int MARGIN_SHARE = 8;

  /** With less than this a write that failed has failed for want of room, whatever it says. */
  private static final long NEXT_TO_NOTHING = 64 << 10;

  /**
   * Holds room for the little that must be written even on a disk without any: at a start, at the
   * commit of offsets, at a change of metadata. Hidden, and nothing to Apache Kafka.
   */
  static final String BALLAST = ".barnabas-reserve";

  private static final int BALLAST_BYTES = 1 << 20;

  private final Path directory;
  private final FileSystemPort files;
  private final InstantSource clock;
  private final long reserve;
  private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
  private boolean told;
  private long toldMs = Long.MIN_VALUE / 2;

  FreeSpace(Path directory, FileSystemPort files, InstantSource clock, long reserve) {
    this.directory = directory;
    this.files = files;
    this.clock = clock;
    this.reserve = reserve;
  }

  /** Whether what clients append is to be refused; never without a reserve. From memory. */
  boolean isShort() {
    return reserve > 0 && room.get() <= 0;
  }

  /** Makes room for a start on a full disk. Blocks. */
  void makeRoom() {
    if (isNextToNothing()) {
      dropBallast();
    }
  }

  /** Whether there is room now for a write that has failed for want of it. */
  boolean makeRoomFor(IOException failure) {
    return isPassing(failure) && isShort() && dropBallast();
  }

  private boolean dropBallast() {
    try {
      boolean dropped = files.deleteIfExists(directory.resolve(BALLAST));
      if (dropped) {
        LOG.warn("Log directory {} is filled up; {} bytes were set free", directory, BALLAST_BYTES);
      }
      return dropped;
    } catch (IOException e) {
      LOG.warn("The reserve of {} cannot be set free: {}", directory, e.toString());
      return false;
    }
  }

  /** Really written, or it would hold no room. */
  private void takeBallast() throws IOException {
    Path file = directory.resolve(BALLAST);
    if (reserve < 2 * BALLAST_BYTES || isShort() || files.exists(file)) {
      return;
    }
    try (FileChannel channel = files.openForWrite(file)) {
      ByteBuffer zeros = ByteBuffer.allocate(BALLAST_BYTES);
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
    }
  }

  /** Something was appended. */
  void used(long bytes) {
    room.addAndGet(-bytes);
  }

  /** Asks the file system. Blocks. */
  synchronized void measure() {
    try {
      boolean was = isShort();
      long usable = files.usableSpace(directory);
      room.set(usable - reserve - (was ? reserve / MARGIN_SHARE : 0));
      tell(usable);
      if (usable < NEXT_TO_NOTHING) {
        dropBallast();
      } else {
        takeBallast();
      }
    } catch (IOException e) {
      LOG.debug("The space of {} cannot be seen to: {}", directory, e.toString());
    }
  }

  private void tell(long usable) {
    long now = clock.millis();
    boolean changed = told != isShort();
    if (changed && (told || now - toldMs >= TELL_INTERVAL_MS)) {
      told = isShort();
      if (told) {
        toldMs = now;
        LOG.error(
            "Log directory {} is full: {} bytes are free, {} are kept in reserve. What producers"
                + " send is refused, and they try again, until there is room",
            directory,
            usable,
            reserve);
      } else {
        LOG.warn("Log directory {} has room again: {} bytes are free", directory, usable);
      }
    }
  }

  /**
   * Whether a call that failed may succeed later on the same disk: for want of room, or of open
   * files, or because an interrupted thread has closed the channel. Anything else takes the
   * directory offline. In the first case it counts as full until the file system is asked again.
   */
  boolean isPassing(IOException failure) {
    if (failure instanceof SyncFailedException) {
      return false;
    }
    if (failure instanceof ClosedChannelException) {
      return true;
    }
    if (FileFaults.isWantOfFiles(failure)) {
      return true;
    }
    String message = String.valueOf(failure.getMessage());
    boolean full =
        message.contains("No space left")
            || message.contains("quota exceeded")
            || message.contains("not enough space")
            || isNextToNothing();
    if (full) {
      room.set(0);
    }
    return full;
  }

  private boolean isNextToNothing() {
    try {
      return files.usableSpace(directory) < NEXT_TO_NOTHING;
    } catch (IOException e) {
      return false;
    }
  }
}
