package io.barnabas.server;

import io.barnabas.server.api.HandlerDecorator;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The world a broker lives in, besides its directories and its network.
 *
 * @param clock wall-clock time
 * @param nanoTime monotonic time in nanoseconds
 * @param networkNanoTime the same for connections, whose clients live in real time in any case
 * @param timer makes what triggers what is due, in the time of {@code nanoTime}, on a thread from
 *     the factory; nothing that takes time runs on it
 * @param random for ids that must not repeat; used by any thread
 * @param clusterId the cluster that directories without one are to belong to; empty for a new one
 * @param ownsProcess whether the process is there for this broker, so that it may be found where
 *     there is one of a kind in a process: among the MBeans
 * @param decorator puts something in front of the handlers of requests
 */
public record BrokerEnvironment(
    InstantSource clock,
    LongSupplier nanoTime,
    LongSupplier networkNanoTime,
    Function<ThreadFactory, ScheduledExecutorService> timer,
    RandomGenerator random,
    String clusterId,
    boolean ownsProcess,
    HandlerDecorator decorator) {

  /** The real one. */
  public static BrokerEnvironment system() {
    return new BrokerEnvironment(
        InstantSource.system(),
        System::nanoTime,
        System::nanoTime,
        BrokerEnvironment::systemTimer,
        new SecureRandom(),
        "",
        true,
        HandlerDecorator.NONE);
  }

  /** The same, with a cluster to belong to. */
  public BrokerEnvironment inCluster(String id) {
    return new BrokerEnvironment(
        clock, nanoTime, networkNanoTime, timer, random, id, ownsProcess, decorator);
  }

  private static ScheduledExecutorService systemTimer(ThreadFactory threads) {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return timer;
  }
}
