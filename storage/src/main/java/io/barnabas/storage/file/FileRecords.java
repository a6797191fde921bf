package io.barnabas.storage.file;

import io.barnabas.codec.Records;
import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A range of a log file holding whole record batches, to be sent without being read: the network
 * takes {@link #channel}, {@link #position} and {@link #sizeInBytes} as a file region. Holds a
 * reference of the file, so that it stays open until {@link #release}. An empty range has no file.
 */
public final class FileRecords implements Records {
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

  @Override
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

  /** The open file the range lies in; not for an empty range. */
  public FileHandle handle() {
    return Objects.requireNonNull(handle, "an empty range has no file");
  }

  /** Where the range starts in the file, in bytes. */
  public long position() {
    return position;
  }

  @Override
  public FileRecords retain() {
    if (handle != null && !handle.tryRetain()) {
      throw new IllegalStateException("already released");
    }
    return this;
  }

  @Override
  public boolean release() {
    return handle != null && handle.release();
  }

  /** Appends the whole range to a buffer. Blocks on the disk. */
  public void readInto(ByteBuf target) throws IOException {
    if (size > 0) {
      read(channel(), position, size, target);
    }
  }

  /** Appends a range of a file to a buffer. Blocks on the disk. */
  public static void read(FileChannel channel, long position, int size, ByteBuf target)
      throws IOException {
    int done = 0;
    while (done < size) {
      int read = target.writeBytes(channel, position + done, size - done);
      if (read <= 0) {
        throw new EOFException("the file ends " + (size - done) + " bytes early");
      }
      done += read;
    }
  }
}
