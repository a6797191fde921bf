package io.barnabas.benchmarks.compare;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory as a broker finds it on any machine that has been up for a while: the page cache holds old
 * files, and new pages take the place of the oldest.
 *
 * <p>Free memory is not like that in a virtual machine. The guest gives what is free for a few
 * seconds back to its host, and the first touch of each such page is a fault in both: 2.6 processor
 * seconds per GB written instead of 0.2, put down to whichever broker comes upon it. So a sparse
 * file as large as the free memory is read before each life; its pages cost no disk, are never
 * dirty, and are the first to go.
 */
final class FullPageCache implements Closeable {
  private static final long GIB = 1L << 30;

  /** What stays free: the kernel's own reserve, and enough for what is not a file. */
  private static final long SPARE = 2 * GIB;

  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer piece = ByteBuffer.allocateDirect(1 << 20);

  private FullPageCache(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** A file beside the brokers' directories, empty until {@link #fill}. */
  static FullPageCache create() throws IOException {
    Path file = Files.createTempFile("barnabas-benchmark-", ".cache");
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    long size = MemoryInfo.available() - SPARE;
    if (size > 0) {
      channel.write(ByteBuffer.allocate(1), size - 1);
    }
    return new FullPageCache(file, channel);
  }

  /** Reads the file if there is much free memory again, as there is after a life's files went. */
  void fill() throws IOException {
    if (MemoryInfo.free() < 2 * SPARE) {
      return;
    }
    long size = channel.size();
    for (long position = 0; position < size; position += piece.capacity()) {
      channel.read(piece.clear(), position);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.delete(file);
  }
}
