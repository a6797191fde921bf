package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All logs of a broker, in one or more log directories. Opening recovers what an unclean end left
 * behind; closing marks the directories clean. Safe for use by many threads.
 */
public final class LogStore implements AutoCloseable {

  LogStore() {}

  /** A log directory that was opened. */
  public record DirectoryView(
      Path path, Uuid directoryId, boolean online, long usableBytes, boolean cleanShutdown) {}

  /**
   * Opens the directories: takes their locks, checks their identity, recovers and loads their logs.
   * Blocks.
   *
   * @throws LogStoreException when a directory cannot be used, with the reason in one line
   */
  public static LogStore open(LogStoreConfig config, LogStoreEnvironment environment)
      throws LogStoreException {
    throw new UnsupportedOperationException("in the making");
  }

  /** The log, or null when there is none. */
  public @Nullable PartitionLog get(Uuid topicId, int partition) {
    throw new UnsupportedOperationException("in the making");
  }

  /** The log, created where it does not exist yet. Blocks for a few file operations. */
  public PartitionLog create(PartitionId id, LogConfig config) throws LogStoreException {
    throw new UnsupportedOperationException("in the making");
  }

  /** Deletes a log: at once for its users, in the background on disk. */
  public void delete(Uuid topicId, int partition) {
    throw new UnsupportedOperationException("in the making");
  }

  /** All logs. */
  public Collection<PartitionLog> logs() {
    throw new UnsupportedOperationException("in the making");
  }

  public List<DirectoryView> directories() {
    throw new UnsupportedOperationException("in the making");
  }

  /** Clean shutdown: syncs everything, writes snapshots and checkpoints, then the marker. Blocks. */
  @Override
  public void close() {
    throw new UnsupportedOperationException("in the making");
  }
}
