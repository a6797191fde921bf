package io.barnabas.storage.file;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real file system. What it creates is for the broker's user and its group, who may read; the
 * umask may take more away. Records and credentials are nobody else's business.
 */
public final class NioFileSystem implements FileSystemPort {
  private static final Logger LOG = LoggerFactory.getLogger(NioFileSystem.class);
  private static final int RESIDENCY_SAMPLE_BYTES = 128 << 10;

  /** Of what was looked at: so little is worth being read, for all the rest to count as there. */
  private static final int LITTLE_PART = 16;

  private static final Path NOWHERE = Path.of("/dev/null");
  private static final Set<StandardOpenOption> CREATING =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
  private static final FileAttribute<?>[] FILE = mode("rw-r-----");
  private static final FileAttribute<?>[] DIRECTORY = mode("rwxr-x---");
  private static final FileAttribute<?>[] PRIVATE_DIRECTORY = mode("rwx------");

  private static FileAttribute<?>[] mode(String permissions) {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  @Override
  public FileChannel openForRead(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  @Override
  public FileChannel openForUpdate(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public FileChannel openForWrite(Path file) throws IOException {
    return FileChannel.open(file, CREATING, FILE);
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public boolean isDirectory(Path path) {
    return Files.isDirectory(path);
  }

  @Override
  public long size(Path file) throws IOException {
    return Files.size(file);
  }

  @Override
  public long lastModifiedMs(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toMillis();
  }

  @Override
  public void setLastModifiedMs(Path file, long ms) throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(ms));
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory, DIRECTORY);
  }

  @Override
  public void createPrivateDirectories(Path directory) throws IOException {
    Files.createDirectories(directory, PRIVATE_DIRECTORY);
  }

  /** By the mount: there is no link from one to another, even of the same device. */
  @Override
  public boolean isSameFileSystem(Path directory, Path other) throws IOException {
    return Files.getFileStore(directory).equals(Files.getFileStore(other));
  }

  @Override
  public Set<PosixFilePermission> openToOthers(Path directory) throws IOException {
    if (!isPosix()) {
      return Set.of();
    }
    Path real = directory.toRealPath();
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return Set.of();
      }
    }
    Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(real));
    others.retainAll(
        EnumSet.of(
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE));
    return others;
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    return Files.deleteIfExists(path);
  }

  @Override
  public void deleteRecursively(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      for (Path entry : entriesOf(path)) {
        deleteRecursively(entry);
      }
    }
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      // Somebody created a file meanwhile; one more round, then it is an error.
      for (Path entry : entriesOf(path)) {
        deleteRecursively(entry);
      }
      Files.deleteIfExists(path);
    }
  }

  private List<Path> entriesOf(Path directory) throws IOException {
    try {
      return list(directory);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  @Override
  public void extend(Path file, long size) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      if (open.length() < size) {
        open.setLength(size);
      }
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void link(Path file, Path name) throws IOException {
    Files.createLink(name, file);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    // Windows can neither open a directory nor needs this.
    if (java.io.File.separatorChar == '/') {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        sync(channel, directory, true);
      }
    }
  }

  @Override
  public long totalSpace(Path path) throws IOException {
    return Files.getFileStore(path).getTotalSpace();
  }

  @Override
  public long usableSpace(Path path) throws IOException {
    return Files.getFileStore(path).getUsableSpace();
  }

  @Override
  public boolean isInMemory(FileChannel channel, long position, long size) {
    if (!PlatformDependent.hasUnsafe()) {
      // A JDK that forbids it (24 and newer, unless told otherwise) has no other way to unmap.
      return false;
    }
    try {
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, position, size);
      List<Integer> missing;
      try {
        missing = missing(mapped);
      } finally {
        // Unmaps at once: waiting for the collector would use up the mappings a process may have.
        PlatformDependent.freeDirectBuffer(mapped);
      }
      if (missing.size() > littleOf(size)) {
        return false;
      }
      bringIn(channel, position, size, missing);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** In samples. */
  private static long littleOf(long size) {
    return 1 + size / RESIDENCY_SAMPLE_BYTES / LITTLE_PART;
  }

  /**
   * Where the samples begin that are not in memory; some of them where there are many. The kernel
   * reads ahead, and drops, many pages at a time; asking for each costs too much.
   */
  private static List<Integer> missing(MappedByteBuffer mapped) {
    List<Integer> missing = new ArrayList<>();
    int size = mapped.capacity();
    for (int at = 0; at < size && missing.size() <= littleOf(size); at += RESIDENCY_SAMPLE_BYTES) {
      boolean last = size - at <= RESIDENCY_SAMPLE_BYTES;
      if (!mapped.slice(at, 1).isLoaded() || last && !mapped.slice(size - 1, 1).isLoaded()) {
        missing.add(at);
      }
    }
    return missing;
  }

  private void bringIn(FileChannel channel, long position, long size, List<Integer> samples)
      throws IOException {
    for (int at : samples) {
      bringIn(channel, position + at, (int) Math.min(RESIDENCY_SAMPLE_BYTES, size - at));
    }
  }

  /**
   * By a transfer to the device that takes everything: for which the kernel reads the pages, and
   * copies none of them. A third of the work of reading them.
   */
  @Override
  public void bringIn(FileChannel channel, long position, int size) throws IOException {
    long done = 0;
    try (FileChannel nowhere = FileChannel.open(NOWHERE, StandardOpenOption.WRITE)) {
      while (done < size) {
        long moved = channel.transferTo(position + done, size - done, nowhere);
        if (moved <= 0) {
          break; // What is the matter, reading will tell.
        }
        done += moved;
      }
    } catch (NoSuchFileException e) {
      LOG.trace("There is no {} here", NOWHERE);
    }
    if (done < size) {
      FileSystemPort.super.bringIn(channel, position + done, (int) (size - done));
    }
  }

  @Override
  public @Nullable AutoCloseable tryLock(Path file) throws IOException {
    FileChannel channel = openForWrite(file);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Held by another broker in this JVM.
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }
}
