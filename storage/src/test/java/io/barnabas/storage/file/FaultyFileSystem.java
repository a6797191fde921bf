package io.barnabas.storage.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory that knows what is durable. A power loss forgets what was not synced:
 * names go back to what the directory held when it was last synced, contents keep a random part of
 * what was written since the last force. Calls fail when the test says so.
 */
public final class FaultyFileSystem implements FileSystemPort {
  /** Decides whether a call fails. */
  public interface Fault {
    /** Throws to fail the call; {@code what} is write, force, truncate, rename, delete or open. */
    void before(String what, Path file) throws IOException;
  }

  private final Map<Path, MemoryFile> files = new TreeMap<>();
  private final Set<Path> directories = new HashSet<>();
  private final Map<Path, MemoryFile> durableFiles = new TreeMap<>();
  private final Set<Path> durableDirectories = new HashSet<>();
  private final List<NameChange> unsyncedNames = new ArrayList<>();
  private final Set<Path> locks = new HashSet<>();
  private int generation;
  private Fault fault = (what, file) -> {};
  private long clockMs = 1_700_000_000_000L;

  /** What happened to the names of files and is not durable: one is gone, one is there, or both. */
  private record NameChange(@Nullable Path gone, @Nullable Path there, MemoryFile file) {
    boolean isIn(Path directory) {
      Path path = there == null ? gone : there;
      return path != null && directory.equals(path.getParent());
    }

    void applyTo(Map<Path, MemoryFile> names) {
      if (gone != null) {
        names.remove(gone);
      }
      if (there != null) {
        names.put(there, file);
      }
    }
  }

  public synchronized void failWith(Fault decided) {
    fault = decided;
  }

  /** To be called by a fault: the write stores some bytes and fails. */
  public void failShort(int bytes) throws IOException {
    throw new MemoryChannel.ShortWriteException(bytes);
  }

  synchronized void check(String what, Path file, int ofGeneration) throws IOException {
    if (ofGeneration != generation) {
      throw new IOException("the machine is off");
    }
    fault.before(what, file);
  }

  synchronized long now() {
    return clockMs++;
  }

  /** The process dies; everything written stays. Handles and locks of before are useless. */
  public synchronized void kill() {
    generation++;
    locks.clear();
    fault = (what, file) -> {};
  }

  /** As below, and of the names that were not synced any may have reached the disk. */
  public synchronized void losePowerAndSomeNames(Random random) {
    for (NameChange change : unsyncedNames) {
      if (random.nextBoolean()) {
        change.applyTo(durableFiles);
      }
    }
    losePower(random);
  }

  /** The power goes. */
  public synchronized void losePower(Random random) {
    kill();
    unsyncedNames.clear();
    files.clear();
    files.putAll(durableFiles);
    directories.clear();
    directories.addAll(durableDirectories);
    files.keySet().removeIf(path -> !directories.contains(path.getParent()));
    for (MemoryFile file : files.values()) {
      file.losePower(random);
    }
    durableFiles.keySet().retainAll(files.keySet());
  }

  /** As above while threads are at work: none of their calls succeeds until the test says so. */
  public synchronized void losePowerInUse(Random random) {
    losePower(random);
    failWith(
        (what, file) -> {
          throw new IOException("the machine is off");
        });
  }

  /** The file's bytes, to be damaged. */
  public synchronized MemoryFile file(Path path) throws IOException {
    MemoryFile file = files.get(path);
    if (file == null) {
      throw new NoSuchFileException(path.toString());
    }
    return file;
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
    if (!files.containsKey(path)) {
      check("create", path, generation);
      if (!directories.contains(path.getParent())) {
        throw new NoSuchFileException(path.getParent().toString());
      }
      MemoryFile created = new MemoryFile();
      files.put(path, created);
      unsyncedNames.add(new NameChange(null, path, created));
    }
    return openForUpdate(path);
  }

  @Override
  public synchronized boolean exists(Path path) {
    return files.containsKey(path) || directories.contains(path);
  }

  @Override
  public synchronized boolean isDirectory(Path path) {
    return directories.contains(path);
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
  public synchronized List<Path> list(Path directory) throws IOException {
    if (!directories.contains(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    List<Path> entries = new ArrayList<>();
    for (Path path : files.keySet()) {
      if (directory.equals(path.getParent())) {
        entries.add(path);
      }
    }
    for (Path path : directories) {
      if (directory.equals(path.getParent())) {
        entries.add(path);
      }
    }
    entries.sort(null);
    return entries;
  }

  @Override
  public synchronized void createDirectories(Path directory) throws IOException {
    check("mkdir", directory, generation);
    for (Path path = directory; path != null; path = path.getParent()) {
      directories.add(path);
      if (path.getNameCount() <= 1) {
        durableDirectories.add(path);
      }
    }
  }

  @Override
  public synchronized boolean deleteIfExists(Path path) throws IOException {
    check("delete", path, generation);
    if (directories.contains(path)) {
      if (!list(path).isEmpty()) {
        throw new DirectoryNotEmptyException(path.toString());
      }
      return directories.remove(path);
    }
    MemoryFile removed = files.remove(path);
    if (removed != null) {
      unsyncedNames.add(new NameChange(path, null, removed));
    }
    return removed != null;
  }

  @Override
  public synchronized void deleteRecursively(Path path) throws IOException {
    if (directories.contains(path)) {
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
    MemoryFile renamed = files.remove(from);
    if (renamed != null) {
      files.put(to, renamed);
      unsyncedNames.add(new NameChange(from, to, renamed));
      return;
    }
    if (!directories.remove(from)) {
      throw new NoSuchFileException(from.toString());
    }
    directories.add(to);
    // A directory takes its contents along, durable or not.
    for (Path path : List.copyOf(files.keySet())) {
      if (path.startsWith(from)) {
        files.put(to.resolve(from.relativize(path)), files.remove(path));
      }
    }
    for (Path path : List.copyOf(durableFiles.keySet())) {
      if (path.startsWith(from)) {
        durableFiles.put(to.resolve(from.relativize(path)), durableFiles.get(path));
      }
    }
  }

  @Override
  public synchronized void syncDirectory(Path directory) throws IOException {
    check("force", directory, generation);
    unsyncedNames.removeIf(change -> change.isIn(directory));
    durableFiles.keySet().removeIf(path -> directory.equals(path.getParent()));
    durableDirectories.removeIf(path -> directory.equals(path.getParent()));
    files.forEach(
        (path, file) -> {
          if (directory.equals(path.getParent())) {
            durableFiles.put(path, file);
          }
        });
    for (Path path : directories) {
      if (directory.equals(path.getParent())) {
        durableDirectories.add(path);
      }
    }
  }

  @Override
  public long totalSpace(Path path) {
    return Long.MAX_VALUE;
  }

  @Override
  public long usableSpace(Path path) {
    return 1L << 40;
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
