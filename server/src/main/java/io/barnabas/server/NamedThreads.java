package io.barnabas.server;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the threads of one pool, so that a thread dump says what each is for. */
final class NamedThreads implements ThreadFactory {
  private static final Logger LOG = LoggerFactory.getLogger(NamedThreads.class);

  private final String pool;
  private final AtomicInteger count = new AtomicInteger();

  NamedThreads(String pool) {
    this.pool = pool;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread =
        new FastThreadLocalThread(task, "barnabas-" + pool + "-" + count.getAndIncrement());
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (dead, failure) -> LOG.error("Thread {} died of a defect", dead.getName(), failure));
    return thread;
  }
}
