package io.barnabas.server;

import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.jmx.JmxBeans;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers metrics with the platform's MBean server, where somebody asked for JMX: by its system
 * properties, by the variables of Apache Kafka's scripts, or by an agent, which may be one that
 * reads MBeans. Loading JMX takes longer than all else at a start, so nobody else pays for it, and
 * those who do get it just behind the start.
 */
final class JmxExport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JmxExport.class);
  private static final int REFRESH_SECONDS = 5;
  private static final String REMOTE = "com.sun.management.jmxremote";

  private final List<? extends MetricSource> sources;
  private final LongSupplier nanoTime;
  private @Nullable JmxBeans beans;
  private @Nullable Future<?> schedule;
  private boolean closed;

  JmxExport(List<? extends MetricSource> sources, LongSupplier nanoTime) {
    this.sources = sources;
    this.nanoTime = nanoTime;
  }

  /** Begins, if it is asked for. */
  synchronized void start(ScheduledExecutorService timer, Executor executor) {
    executor.execute(
        () -> {
          if (isAskedFor()) {
            begin(timer, executor);
          }
        });
  }

  private static boolean isAskedFor() {
    return System.getProperties().stringPropertyNames().stream().anyMatch(n -> n.startsWith(REMOTE))
        || System.getenv("JMX_PORT") != null
        || System.getenv("KAFKA_JMX_PORT") != null
        || hasAgent();
  }

  private static boolean hasAgent() {
    return ProcessHandle.current()
        .info()
        .arguments()
        .map(all -> List.of(all).stream().anyMatch(each -> each.startsWith("-javaagent:")))
        .orElse(false);
  }

  private synchronized void begin(ScheduledExecutorService timer, Executor executor) {
    if (closed) {
      return;
    }
    beans = new JmxBeans(ManagementFactory.getPlatformMBeanServer(), sources, nanoTime);
    refresh();
    LOG.info("Metrics are registered as MBeans");
    schedule =
        timer.scheduleWithFixedDelay(
            () -> trigger(executor), REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
  }

  private void trigger(Executor executor) {
    try {
      executor.execute(this::refresh);
    } catch (RejectedExecutionException stopping) {
      LOG.debug("The broker stops", stopping);
    }
  }

  private synchronized void refresh() {
    JmxBeans registered = beans;
    if (registered != null && !closed) {
      try {
        registered.refresh();
      } catch (RuntimeException e) {
        LOG.warn("Some MBeans are not up to date", e);
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (schedule != null) {
      schedule.cancel(false);
    }
    if (beans != null) {
      beans.close();
    }
  }
}
