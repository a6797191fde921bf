package io.barnabas.storage.log;

import io.barnabas.storage.clean.LogCleaner;
import io.barnabas.storage.file.FileSystemPort;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The world a {@link LogStore} lives in. Whoever made the executors shuts them down, after the
 * store is closed.
 *
 * @param files the file system
 * @param clock wall-clock time
 * @param nanoTime monotonic time in nanoseconds
 * @param random for directory ids and roll jitter; used by one thread at a time
 * @param scheduler starts the background work; only triggers run on it, never disk work
 * @param executor for background work and recovery, which block on the disk
 * @param syncExecutor for syncs that appends wait for ({@code flush.messages})
 * @param openExecutor opens logs for whoever appends to them first, which blocks on the disk
 * @param cleanerExecutor for compaction; as many threads as the cleaner's config says
 */
public record LogStoreEnvironment(
    FileSystemPort files,
    InstantSource clock,
    LongSupplier nanoTime,
    RandomGenerator random,
    ScheduledExecutorService scheduler,
    Executor executor,
    Executor syncExecutor,
    Executor openExecutor,
    Executor cleanerExecutor) {

  LogCleaner.World cleanerWorld(LogIds ids) {
    return new LogCleaner.World(clock, nanoTime, ids::nextLong, scheduler, cleanerExecutor);
  }
}
