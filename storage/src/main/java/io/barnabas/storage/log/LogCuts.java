package io.barnabas.storage.log;

import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cuts of several logs at the same moment, held until this is closed. One thread. */
public final class LogCuts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogCuts.class);
  private static final int ATTEMPTS = 3;

  private final List<LogCut> cuts;
  private boolean closed;

  private LogCuts(List<LogCut> cuts) {
    this.cuts = cuts;
  }

  /**
   * Waits until all logs stand still. Logs that nobody has used yet have nothing, and are left out.
   * Blocks.
   *
   * @param patience how long the others may be kept waiting for the last one
   * @throws IOException when a log cannot be used, or is not to be had in time; nobody waits then
   */
  public static LogCuts take(Collection<PartitionLog> logs, Duration patience) throws IOException {
    for (int attempt = 1; ; attempt++) {
      List<PartitionLog> used = logs.stream().filter(PartitionLog::isOnDisk).toList();
      used.forEach(PartitionLog::open); // Before anybody is kept waiting.
      LogCuts taken = take(used, patience.toMillis());
      if (attempt == ATTEMPTS
          || logs.stream().filter(PartitionLog::isOnDisk).count() == used.size()) {
        return taken;
      }
      taken.close(); // One was used for the first time meanwhile.
    }
  }

  private static LogCuts take(List<PartitionLog> logs, long patienceMs) throws IOException {
    List<CompletableFuture<LogCut>> waiting = new ArrayList<>();
    for (PartitionLog log : logs) {
      waiting.add(LogCut.of(log).toCompletableFuture());
    }
    try {
      CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new))
          .get(patienceMs, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      releaseAll(waiting);
      throw new IOException(
          e.getCause() == null
              ? "not all logs stood still within " + patienceMs + " ms"
              : String.valueOf(e.getCause().getMessage()));
    } catch (InterruptedException e) {
      releaseAll(waiting);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    }
    return new LogCuts(waiting.stream().map(CompletableFuture::join).toList());
  }

  /** Those that come too late go on at once. */
  private static void releaseAll(List<CompletableFuture<LogCut>> waiting) {
    for (CompletableFuture<LogCut> each : waiting) {
      var unused = each.thenAccept(LogCut::release);
    }
  }

  /** What stands still. */
  public List<LogCut> cuts() {
    return cuts;
  }

  /** Lets all logs go on; what the cuts say stays. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      for (LogCut cut : cuts) {
        try {
          cut.release();
        } catch (RuntimeException e) {
          LOG.error("{} may stand still", cut.id(), e);
        }
      }
    }
  }

  /** Writes what only checkpoints say of the logs into a directory. */
  public void describe(FileSystemPort files, Path directory) throws IOException {
    write(files, directory.resolve("log-start-offset-checkpoint"), LogCut::startOffset);
    write(files, directory.resolve("replication-offset-checkpoint"), LogCut::endOffset);
    write(files, directory.resolve("cleaner-offset-checkpoint"), LogCut::cleanedOffset);
  }

  private void write(FileSystemPort files, Path file, ToLongFunction<LogCut> value)
      throws IOException {
    Map<PartitionId, Long> offsets = new HashMap<>();
    cuts.forEach(cut -> offsets.put(cut.id(), value.applyAsLong(cut)));
    new OffsetCheckpointFile(files, file).writeIfChanged(offsets);
  }
}
