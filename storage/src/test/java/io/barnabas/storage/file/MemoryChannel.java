package io.barnabas.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A channel over a {@link MemoryFile}. */
final class MemoryChannel extends FileChannel {
  private final FaultyFileSystem disk;
  private final Path path;
  private final MemoryFile file;
  private final int generation;
  private long position;

  MemoryChannel(FaultyFileSystem disk, Path path, MemoryFile file, int generation) {
    this.disk = disk;
    this.path = path;
    this.file = file;
    this.generation = generation;
  }

  private void check(String what) throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    disk.check(what, path, generation);
  }

  @Override
  public int read(ByteBuffer target, long at) throws IOException {
    check("read");
    byte[] bytes = new byte[target.remaining()];
    int count = file.read((int) at, bytes);
    if (count > 0) {
      target.put(bytes, 0, count);
    }
    return count;
  }

  @Override
  public synchronized int read(ByteBuffer target) throws IOException {
    int count = read(target, position);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  /** A failing write may have written a part. */
  @Override
  public int write(ByteBuffer source, long at) throws IOException {
    byte[] bytes = new byte[source.remaining()];
    source.duplicate().get(bytes);
    // Before the power goes or not at all.
    synchronized (disk) {
      try {
        check("write");
      } catch (ShortWriteException e) {
        file.write((int) at, bytes, Math.min(e.bytes, bytes.length), disk.now());
        throw e;
      }
      source.position(source.limit());
      file.write((int) at, bytes, bytes.length, disk.now());
      return bytes.length;
    }
  }

  @Override
  public synchronized int write(ByteBuffer source) throws IOException {
    int count = write(source, position);
    position += count;
    return count;
  }

  @Override
  public synchronized long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      total += write(sources[i]);
    }
    return total;
  }

  /** Thrown by a fault that lets some bytes through. */
  static final class ShortWriteException extends IOException {
    private final int bytes;

    ShortWriteException(int bytes) {
      super("No space left on device");
      this.bytes = bytes;
    }
  }

  @Override
  public synchronized long position() {
    return position;
  }

  @Override
  public synchronized FileChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    check("size");
    return file.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    synchronized (disk) {
      check("truncate");
      file.truncate((int) size);
      return this;
    }
  }

  @Override
  public void force(boolean metaData) throws IOException {
    synchronized (disk) {
      check("force");
      file.force();
    }
  }

  @Override
  public long transferTo(long at, long count, WritableByteChannel target) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(count, Math.max(0, size() - at)));
    return read(bytes, at) <= 0 ? 0 : target.write(bytes.flip());
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long at, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long at, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long at, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long at, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void implCloseChannel() {}
}
