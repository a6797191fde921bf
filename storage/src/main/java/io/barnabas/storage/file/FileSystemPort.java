package io.barnabas.storage.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What storage asks of a file system. The real one is {@link NioFileSystem}; tests bring one that
 * forgets unsynced writes and fails on demand. Safe for use by many threads.
 *
 * <p>A {@link FileChannel} is the handle: it offers gathering writes, positional reads, force,
 * truncate, and can be handed to the network as a file region.
 */
public interface FileSystemPort {

  /** Opens an existing file for reading. */
  FileChannel openForRead(Path file) throws IOException;

  /** Opens an existing file for reading and writing; position 0. */
  FileChannel openForUpdate(Path file) throws IOException;

  /** Opens a file for reading and writing, creating it when missing; position 0. */
  FileChannel openForWrite(Path file) throws IOException;

  boolean exists(Path path) throws IOException;

  boolean isDirectory(Path path) throws IOException;

  /** The size of a file in bytes. */
  long size(Path file) throws IOException;

  /** The last modification of a file, milliseconds since the epoch. */
  long lastModifiedMs(Path file) throws IOException;

  /** Says so; durable with the next sync of the file. */
  void setLastModifiedMs(Path file, long ms) throws IOException;

  /** The entries of a directory, sorted by name. */
  List<Path> list(Path directory) throws IOException;

  void createDirectories(Path directory) throws IOException;

  /** Likewise, for what holds secrets: nobody but the broker's user may look into it. */
  default void createPrivateDirectories(Path directory) throws IOException {
    createDirectories(directory);
  }

  /**
   * Likewise, and durable when it returns: the name of the directory, and of those above it that
   * were not there, each in the one above.
   */
  default void createDurableDirectories(Path directory) throws IOException {
    if (exists(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      createDurableDirectories(parent);
    }
    createDirectories(directory);
    if (parent != null) {
      syncDirectory(parent);
    }
  }

  /** Whether a file of one directory can be linked into the other, as far as the system tells. */
  default boolean isSameFileSystem(Path directory, Path other) throws IOException {
    return true;
  }

  /**
   * What users other than the owner and its group may do with a directory; nothing where the way to
   * it is barred to them, or the system does not tell.
   */
  default Set<PosixFilePermission> openToOthers(Path directory) throws IOException {
    return Set.of();
  }

  /** Deletes a file or an empty directory; false when there was none. */
  boolean deleteIfExists(Path path) throws IOException;

  /** Deletes a file, or a directory with everything in it; nothing when there is none. */
  void deleteRecursively(Path path) throws IOException;

  /** Makes a file longer, up to a size in bytes; what is new reads as zeros. */
  void extend(Path file, long size) throws IOException;

  /** Renames atomically, replacing a file of the target's name. */
  void rename(Path from, Path to) throws IOException;

  /**
   * Gives a file another name, in another directory perhaps; durable with the next sync of that.
   *
   * @throws IOException where there is something of that name, the file system is another one, or
   *     has no such links
   */
  default void link(Path file, Path name) throws IOException {
    throw new IOException("no hard links here: " + name);
  }

  /** Makes creations, renames and deletions in a directory durable. */
  void syncDirectory(Path directory) throws IOException;

  /** Size of the file system holding the path, in bytes. */
  long totalSpace(Path path) throws IOException;

  /** Bytes that can still be written to the file system holding the path. */
  long usableSpace(Path path) throws IOException;

  /**
   * Whether a range of a file is in memory, as far as the system tells; false when it does not.
   * Where little is missing, that is read, and all of it is in memory; where much is, nothing is
   * read. Blocks on the disk.
   */
  default boolean isInMemory(FileChannel channel, long position, long size) {
    return false;
  }

  /**
   * Has a range of a file in memory when it returns; whoever wants the bytes reads them after.
   * Blocks on the disk.
   */
  default void bringIn(FileChannel channel, long position, int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Math.min(size, 128 << 10));
    int done = 0;
    while (done < size) {
      buffer.clear().limit(Math.min(buffer.capacity(), size - done));
      int read = channel.read(buffer, position + done);
      if (read <= 0) {
        throw new EOFException("the file ends " + (size - done) + " bytes early");
      }
      done += read;
    }
  }

  /** Takes an exclusive lock on a file (created when missing); null when another holder has it. */
  @Nullable AutoCloseable tryLock(Path file) throws IOException;

  /** Reads a whole (small) file. */
  default ByteBuffer readAll(Path file) throws IOException {
    try (FileChannel channel = openForRead(file)) {
      long size = channel.size();
      if (size > Integer.MAX_VALUE) {
        throw new IOException(file + " is too large to be read at once: " + size + " bytes");
      }
      ByteBuffer content = ByteBuffer.allocate((int) size);
      long position = 0;
      while (content.hasRemaining()) {
        int read = channel.read(content, position);
        if (read < 0) {
          break;
        }
        position += read;
      }
      return content.flip();
    }
  }

  /**
   * Makes what was written to a file durable.
   *
   * @param channel of the file
   * @param metadata whether times matter too; the size always does
   * @throws SyncFailedException when that failed, for whatever reason: want of room is none that
   *     passes here
   */
  default void sync(FileChannel channel, Path file, boolean metadata) throws IOException {
    try {
      channel.force(metadata);
    } catch (ClosedChannelException e) {
      throw e; // Nothing was asked of the disk.
    } catch (IOException e) {
      throw new SyncFailedException(file, e);
    }
  }

  /**
   * Replaces a small file so that after a crash either the old or the new content is there whole:
   * writes {@code <name>.tmp}, syncs it, renames it over the file and syncs the directory.
   */
  default void replaceAtomically(Path file, ByteBuffer content) throws IOException {
    replace(file, content);
    Path directory = file.getParent();
    if (directory != null) {
      try {
        syncDirectory(directory);
      } catch (SyncFailedException e) {
        throw e;
      } catch (IOException e) {
        throw new SyncFailedException(directory, e);
      }
    }
  }

  /** As above, but for the directory, which the caller syncs: until then it may be either. */
  default void replace(Path file, ByteBuffer content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel channel = openForWrite(temporary)) {
      channel.truncate(0);
      long position = 0;
      ByteBuffer bytes = content.duplicate();
      while (bytes.hasRemaining()) {
        position += channel.write(bytes, position);
      }
      sync(channel, temporary, true);
    }
    rename(temporary, file);
  }
}
