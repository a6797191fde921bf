package io.barnabas.coordinator;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The world as the runtime sees it.
 *
 * @param executor runs the shards; a small pool, since each shard occupies at most one of its
 *     threads
 * @param loader runs loading, which blocks on the log
 * @param scheduler wakes timers up; does nothing else on its threads
 * @param clock wall clock, for timestamps in records
 * @param nanoTime monotonic clock, for timers
 * @param watch told what is done
 * @param onDefect told when a rule throws, which is a defect and makes its shard load again
 */
public record RuntimeEnvironment(
    Executor executor,
    Executor loader,
    ScheduledExecutorService scheduler,
    InstantSource clock,
    LongSupplier nanoTime,
    CoordinatorLogs logs,
    ViewStores views,
    RuntimeWatch watch,
    Consumer<Throwable> onDefect) {}
