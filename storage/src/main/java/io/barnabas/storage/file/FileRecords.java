package io.barnabas.storage.file;

import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A range of a log file holding whole record batches, to be sent without being read: the network
 * takes {@link #channel}, {@link #position} and {@link #sizeInBytes} as a file region. Holds a
 * reference of the file, so that it stays open until {@link #release}. An empty range has no file.
 */
public final class FileRecords {
  /** Nothing: what a read at the end of the log gives. */
  public static final FileRecords EMPTY = new FileRecords(null, 0, 0);

  private final @Nullable FileHandle handle;
  private final long position;
  private final int size;

  /** Takes over one reference of the handle. */
  public FileRecords(@Nullable FileHandle handle, long position, int size) {
    this.handle = handle;
    this.position = position;
    this.size = size;
  }

  public int sizeInBytes() {
    return size;
  }

  /** The file; valid while a reference is held. Only positional reads and transfers, please. */
  public FileChannel channel() {
    if (handle == null) {
      throw new IllegalStateException("an empty range has no file");
    }
    return handle.channel();
  }

  /** Where the range starts in the file, in bytes. */
  public long position() {
    return position;
  }

  /** Takes another reference. */
  public void retain() {
    if (handle != null && !handle.tryRetain()) {
      throw new IllegalStateException("already released");
    }
  }

  public void release() {
    if (handle != null) {
      handle.release();
    }
  }

  /** Appends the whole range to a buffer. Blocks on the disk. */
  public void readInto(ByteBuf target) throws IOException {
    int done = 0;
    while (done < size) {
      int read = target.writeBytes(channel(), position + done, size - done);
      if (read <= 0) {
        throw new EOFException("the file ends " + (size - done) + " bytes early");
      }
      done += read;
    }
  }
}
