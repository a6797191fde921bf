package io.barnabas.server;

import io.barnabas.server.config.HttpConfig;
import io.barnabas.server.config.Listener;
import io.barnabas.server.http.HttpAnswer;
import io.barnabas.server.http.HttpAsked;
import io.barnabas.server.http.HttpServer;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.TimedExecutor;
import io.barnabas.server.metrics.prometheus.MetricsPage;
import io.barnabas.server.metrics.request.RequestMetrics;
import io.barnabas.server.metrics.source.ControllerQueueSource;
import io.barnabas.server.metrics.source.JvmSource;
import io.barnabas.server.snapshot.Snapshots;
import io.barnabas.server.snapshot.SnapshotsPage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a broker tells whoever watches it: how far its start has come, and its metrics. There from
 * before the start's work until after the end's. Any thread.
 */
final class Monitoring implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Monitoring.class);
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final BrokerStatus status = new BrokerStatus();
  private final RequestMetrics requests = new RequestMetrics();
  private final List<MetricSource> sources = new CopyOnWriteArrayList<>();
  private final List<MetricSource> pageOnly = new CopyOnWriteArrayList<>();
  private final JmxExport jmx;
  private final boolean ownsProcess;
  private @Nullable HttpServer http;
  private @Nullable SnapshotsPage snapshots;

  /**
   * Nothing to tell yet.
   *
   * @param nanoTime the monotonic clock
   * @param ownsProcess whether MBeans may be made, whose names the process has once
   */
  Monitoring(LongSupplier nanoTime, boolean ownsProcess) {
    this.ownsProcess = ownsProcess;
    this.jmx = new JmxExport(sources, nanoTime);
    sources.add(requests);
    pageOnly.add(new JvmSource());
  }

  BrokerStatus status() {
    return status;
  }

  /** Where answered requests are recorded. */
  RequestMetrics requests() {
    return requests;
  }

  /** Has what waits for the metadata's thread, and how long it takes, be told. */
  Executor decisions(Executor metadata, LongSupplier nanoTime) {
    ControllerQueueSource queue = new ControllerQueueSource(nanoTime);
    sources.add(queue);
    return new TimedExecutor(metadata, nanoTime, queue);
  }

  /** Adds something to be read. */
  void add(MetricSource source) {
    sources.add(source);
  }

  /** Adds something to be read at the HTTP port, and not by JMX. */
  void addPage(MetricSource source) {
    pageOnly.add(source);
  }

  /**
   * Opens the HTTP port, if there is to be one.
   *
   * @param scrapes makes pages that take time, one at a time
   * @param copies takes snapshots, one at a time: nobody is to wait behind one who only looks
   */
  void open(HttpConfig config, Executor scrapes, Executor copies) {
    Listener listener = config.listener();
    if (listener == null) {
      return;
    }
    SnapshotsPage page = new SnapshotsPage(scrapes, copies);
    snapshots = page;
    HttpServer opened =
        HttpServer.open(
            listener,
            new NamedThreads("http"),
            Map.of(
                "/metrics",
                new MetricsPage(sources, pageOnly, config.told(), scrapes),
                "/health",
                this::health,
                "/ready",
                this::ready,
                "/snapshots",
                page,
                "/snapshots/restore",
                SnapshotsPage.restore()));
    http = opened;
    LOG.info("Metrics and health on {}", listener.onPort(opened.port()));
  }

  /** Lets snapshots be taken at the HTTP port, where there is one. */
  void serve(Snapshots taken) {
    if (snapshots != null) {
      snapshots.serve(taken);
      taken.warnWhereNoneCanBeTaken();
    }
  }

  /** Says that clients are served; whoever asked for MBeans gets them now. */
  void running(ScheduledExecutorService timer, Executor scrapes) {
    status.become(BrokerStatus.State.RUNNING);
    if (ownsProcess) {
      jmx.start(timer, scrapes);
    }
  }

  private CompletionStage<HttpAnswer> health(HttpAsked asked) {
    boolean alive = status.isAlive();
    String json = alive ? "{\"status\":\"alive\"}\n" : "{\"status\":\"failed\"}\n";
    return CompletableFuture.completedStage(HttpAnswer.json(alive ? OK : UNAVAILABLE, json));
  }

  private CompletionStage<HttpAnswer> ready(HttpAsked asked) {
    return CompletableFuture.completedStage(
        HttpAnswer.json(status.isReady() ? OK : UNAVAILABLE, status.json()));
  }

  /** The HTTP port really bound; -1 without one. */
  int httpPort() {
    return http == null ? -1 : http.port();
  }

  @Override
  public void close() {
    jmx.close();
    if (http != null) {
      http.close();
    }
  }
}
