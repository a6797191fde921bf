package io.barnabas.storage.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory that knows what is durable. A power loss forgets what was not synced, or
 * any part of it, of each file and each directory on its own. Calls fail when the test says so.
 */
public final class FaultyFileSystem implements FileSystemPort {
  /** Decides whether a call fails. */
  public interface Fault {
    /**
     * Throws to fail the call; {@code what} is read, write, force, truncate, size, extend, rename,
     * delete, create, link, mkdir or open.
     */
    void before(String what, Path file) throws IOException;
  }

  private final MemoryDirectory root = new MemoryDirectory();
  private final Set<Path> locks = new HashSet<>();
  private int generation;
  private int crashes;
  private long faults;
  private Fault fault = (what, file) -> {};
  private volatile long usable = 1L << 40;
  private long clockMs = 1_700_000_000_000L;

  public synchronized void failWith(Fault decided) {
    fault = decided;
  }

  /** To be called by a fault: the write stores some bytes and fails. */
  public void failShort(int bytes) throws IOException {
    throw new MemoryChannel.ShortWriteException(bytes);
  }

  /** Says how much room there is; nothing but {@link #usableSpace} minds. */
  public void setUsable(long bytes) {
    usable = bytes;
  }

  synchronized void check(String what, Path file, int ofGeneration) throws IOException {
    if (ofGeneration != generation) {
      throw new IOException("the machine is off");
    }
    try {
      fault.before(what, file);
    } catch (IOException e) {
      faults++;
      throw e;
    }
  }

  /** Calls that were made to fail. */
  public synchronized long faults() {
    return faults;
  }

  /** How often the process died, or the power went. */
  public synchronized int crashes() {
    return crashes;
  }

  synchronized long now() {
    return clockMs++;
  }

  /** The process dies; everything written stays. Handles and locks of before are useless. */
  public synchronized void kill() {
    generation++;
    crashes++;
    locks.clear();
    fault = (what, file) -> {};
  }

  /** The power goes. */
  public synchronized void losePower(Random random) {
    kill();
    root.losePower(random);
  }

  /** As above while threads are at work: none of their calls succeeds until the test says so. */
  public synchronized void losePowerInUse(Random random) {
    losePower(random);
    failWith(
        (what, file) -> {
          throw new IOException("the machine is off");
        });
  }

  private @Nullable MemoryNode find(Path path) {
    MemoryNode node = root;
    for (Path name : path) {
      if (!(node instanceof MemoryDirectory directory)) {
        return null;
      }
      node = directory.entries().get(name.toString());
    }
    return node;
  }

  private MemoryDirectory directory(Path path) throws NoSuchFileException {
    if (find(path) instanceof MemoryDirectory directory) {
      return directory;
    }
    throw new NoSuchFileException(path.toString());
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  /** The file's bytes, to be damaged. */
  public synchronized MemoryFile file(Path path) throws IOException {
    if (find(path) instanceof MemoryFile file) {
      return file;
    }
    throw new NoSuchFileException(path.toString());
  }

  @Override
  public synchronized FileChannel openForRead(Path path) throws IOException {
    return openForUpdate(path);
  }

  @Override
  public synchronized FileChannel openForUpdate(Path path) throws IOException {
    check("open", path, generation);
    return new MemoryChannel(this, path, file(path), generation);
  }

  @Override
  public synchronized FileChannel openForWrite(Path path) throws IOException {
    if (find(path) == null) {
      check("create", path, generation);
      directory(path.getParent()).put(name(path), new MemoryFile());
    }
    return openForUpdate(path);
  }

  @Override
  public synchronized boolean exists(Path path) {
    return find(path) != null;
  }

  @Override
  public synchronized boolean isDirectory(Path path) {
    return find(path) instanceof MemoryDirectory;
  }

  @Override
  public synchronized long size(Path path) throws IOException {
    return file(path).size();
  }

  @Override
  public synchronized long lastModifiedMs(Path path) throws IOException {
    return file(path).modifiedMs();
  }

  @Override
  public synchronized void setLastModifiedMs(Path path, long ms) throws IOException {
    file(path).setModifiedMs(ms);
  }

  @Override
  public synchronized List<Path> list(Path path) throws IOException {
    List<Path> entries = new ArrayList<>();
    for (String name : directory(path).entries().keySet()) {
      entries.add(path.resolve(name));
    }
    return entries;
  }

  @Override
  public synchronized void createDirectories(Path path) throws IOException {
    check("mkdir", path, generation);
    MemoryDirectory parent = root;
    for (Path name : path) {
      MemoryNode node = parent.entries().get(name.toString());
      if (node == null) {
        node = new MemoryDirectory();
        parent.put(name.toString(), node);
        if (parent == root) {
          parent.sync(); // a log directory is there before the broker is
        }
      }
      parent = (MemoryDirectory) node;
    }
  }

  @Override
  public synchronized boolean deleteIfExists(Path path) throws IOException {
    check("delete", path, generation);
    MemoryNode node = find(path);
    if (node == null) {
      return false;
    }
    if (node instanceof MemoryDirectory directory && !directory.entries().isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    directory(path.getParent()).remove(name(path));
    return true;
  }

  @Override
  public synchronized void deleteRecursively(Path path) throws IOException {
    if (isDirectory(path)) {
      for (Path entry : list(path)) {
        deleteRecursively(entry);
      }
    }
    deleteIfExists(path);
  }

  @Override
  public synchronized void extend(Path path, long size) throws IOException {
    check("extend", path, generation);
    file(path).extend((int) size);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    check("rename", from, generation);
    if (find(from) == null) {
      throw new NoSuchFileException(from.toString());
    }
    if (!from.getParent().equals(to.getParent())) {
      throw new UnsupportedOperationException("from one directory into another");
    }
    directory(from.getParent()).rename(name(from), name(to));
  }

  /** The node is the same under both names: what one syncs the other has durable. */
  @Override
  public synchronized void link(Path file, Path name) throws IOException {
    check("link", name, generation);
    if (find(name) != null) {
      throw new FileAlreadyExistsException(name.toString());
    }
    directory(name.getParent()).put(name(name), file(file));
  }

  @Override
  public synchronized void syncDirectory(Path directory) throws IOException {
    try {
      check("force", directory, generation);
    } catch (IOException e) {
      throw new SyncFailedException(directory, e);
    }
    directory(directory).sync();
  }

  @Override
  public long totalSpace(Path path) {
    return Long.MAX_VALUE;
  }

  @Override
  public long usableSpace(Path path) {
    return usable;
  }

  @Override
  public synchronized @Nullable AutoCloseable tryLock(Path file) throws IOException {
    if (!locks.add(file)) {
      return null;
    }
    int mine = generation;
    return () -> {
      synchronized (FaultyFileSystem.this) {
        if (mine == generation) {
          locks.remove(file);
        }
      }
    };
  }
}
