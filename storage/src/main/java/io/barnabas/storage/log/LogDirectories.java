package io.barnabas.storage.log;

import io.barnabas.storage.file.FileFaults;
import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the log directories of a store. One that the disk does not give is offline, and the others
 * are served without it; the first, which holds the metadata, has to be there. One that belongs to
 * somebody else is a mistake, and refuses the start.
 */
final class LogDirectories {
  private static final Logger LOG = LoggerFactory.getLogger(LogDirectories.class);

  private LogDirectories() {}

  /** Blocks; what was opened is given back if not all can be. */
  static List<LogDirectory> open(LogStoreConfig config, LogStoreEnvironment environment, LogIds ids)
      throws LogStoreException {
    List<LogDirectory> opened = new ArrayList<>();
    try {
      StoreIdentity.requireMetadata(config, environment.files());
      String clusterId = StoreIdentity.clusterId(config, environment.files(), ids);
      for (Path path : config.directories()) {
        MetaProperties expected = new MetaProperties(config.nodeId(), clusterId, ids.next());
        opened.add(open(path, config, environment, expected, opened.isEmpty()));
      }
      return opened;
    } catch (LogStoreException | RuntimeException e) {
      giveBack(opened);
      throw e;
    }
  }

  private static LogDirectory open(
      Path path,
      LogStoreConfig config,
      LogStoreEnvironment environment,
      MetaProperties expected,
      boolean first)
      throws LogStoreException {
    FreeSpace space =
        new FreeSpace(path, environment.files(), environment.clock(), config.reserveBytes());
    DirectoryHealth health = new DirectoryHealth(path, space, config.onDirectoryFailure());
    try {
      return locked(path, environment.files(), expected, health);
    } catch (IOException e) {
      if (first) {
        throw new LogStoreException(
            "log directory " + path + " cannot be used: " + FileFaults.withRemedy(e), e);
      }
      health.failAtStart("it cannot be used: " + FileFaults.withRemedy(e));
      return LogDirectory.offline(path, environment.files(), expected, health);
    }
  }

  private static LogDirectory locked(
      Path path, FileSystemPort files, MetaProperties expected, DirectoryHealth health)
      throws IOException, LogStoreException {
    files.createDurableDirectories(path);
    AutoCloseable lock = files.tryLock(path.resolve(".lock"));
    if (lock == null) {
      throw new LogStoreException(
          "log directory "
              + path
              + " is in use by another broker, which holds its .lock; stop that one, or name another"
              + " directory in log.dirs");
    }
    try {
      // Not before the lock: the reserve would be another broker's.
      health.space().makeRoom();
      warnIfOpen(path, files);
      return LogDirectory.open(path, files, lock, expected, health);
    } catch (IOException | LogStoreException | RuntimeException e) {
      LogDirectory.closeQuietly(lock);
      throw e;
    }
  }

  /** What is created is not; a directory made by somebody else may be, and is left as it is. */
  private static void warnIfOpen(Path path, FileSystemPort files) throws IOException {
    Set<PosixFilePermission> others = files.openToOthers(path);
    if (!others.isEmpty()) {
      LOG.warn(
          "Every user of this machine may {} {} of log.dirs, where records and credentials are;"
              + " chmod o-rwx keeps them out",
          others.contains(PosixFilePermission.OTHERS_WRITE) ? "change" : "look into",
          path);
    }
  }

  /** Something that a start does in a directory. */
  interface Step {
    void run() throws IOException, LogStoreException;
  }

  /** Does it; a directory where that fails is offline, but for the first of all. */
  static void unlessOffline(LogDirectory directory, List<LogDirectory> all, Step step)
      throws LogStoreException {
    if (directory.health().failure() != null) {
      return;
    }
    try {
      step.run();
    } catch (IOException e) {
      if (directory == all.get(0)) {
        throw new LogStoreException(
            "log directory " + directory.path() + " cannot be read: " + FileFaults.withRemedy(e),
            e);
      }
      directory.health().failAtStart("it cannot be read: " + FileFaults.withRemedy(e));
    }
  }

  /** A start was refused. What had been shut down in order still is: its logs were not opened. */
  static void giveBack(List<LogDirectory> opened) {
    LOG.debug("The start is refused, {} log directories are given back", opened.size());
    opened.forEach(LogDirectory::giveBack);
  }
}
