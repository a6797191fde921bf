package io.barnabas.server;

import io.barnabas.server.config.Listener;
import io.barnabas.server.metrics.source.QuotaSource;
import io.barnabas.server.network.BindFailedException;
import io.barnabas.server.network.NetworkServer;
import io.barnabas.server.tls.TlsListeners;
import io.barnabas.storage.log.LogStoreException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broker: its parts are put together in the order they need each other, and taken apart the
 * other way. Ports are bound first, so that one in use stops the start before any work is done;
 * nobody is accepted before everything is there. Any thread may stop it.
 */
public final class BrokerServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerServer.class);

  private final BrokerThreads threads;
  private final NetworkServer network;
  private final Monitoring monitoring;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean failed = new AtomicBoolean();
  private List<Listener> advertised = List.of();
  private @Nullable TlsListeners encryption;
  private @Nullable BrokerParts parts;

  private BrokerServer(BrokerConfig config, BrokerEnvironment environment) {
    this.threads =
        BrokerThreads.start(
            environment,
            Runtime.getRuntime().availableProcessors(),
            config.storage().cleaner().threads());
    this.monitoring = new Monitoring(environment.networkNanoTime(), environment.ownsProcess());
    this.network =
        new NetworkServer(
            config.network(),
            new NamedThreads("network"),
            monitoring.requests(),
            environment.networkNanoTime());
    network.metrics().forEach(monitoring::add);
  }

  /**
   * Starts a broker in the real world.
   *
   * @throws StartException when the machine does not let it
   */
  public static BrokerServer start(BrokerConfig config) {
    return start(config, BrokerEnvironment.system());
  }

  /**
   * Starts a broker; returns when it serves.
   *
   * @throws StartException when the machine does not let it
   */
  public static BrokerServer start(BrokerConfig config, BrokerEnvironment environment) {
    BrokerServer broker = new BrokerServer(config, environment);
    try {
      broker.open(config, environment);
      return broker;
    } catch (BindFailedException | LogStoreException e) {
      broker.close();
      throw new StartException(String.valueOf(e.getMessage()));
    } catch (CompletionException e) {
      broker.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StartException(
          "The metadata in "
              + config.directories().logDirs().get(0).resolve("__cluster_metadata-0")
              + " cannot be used: "
              + (cause.getMessage() == null ? cause : cause.getMessage())
              + ". It is kept as it is: Apache Kafka can go on with what is its own, and what"
              + " is damaged is to be restored");
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  private void open(BrokerConfig config, BrokerEnvironment environment) throws LogStoreException {
    monitoring.open(config.http(), threads.scrapes(), threads.snapshots());
    TlsListeners tls =
        TlsListeners.read(config.settings(), config.listeners().bound(), threads.tls());
    encryption = tls;
    List<Listener> bound =
        network.bind(config.listeners().bound(), tls, config.listeners().reached());
    advertised = Advertised.listeners(config.listeners(), bound);
    BrokerParts opened =
        new BrokerParts(
            config,
            environment,
            threads,
            OpenFiles.ofThisProcess(network::connectionCount),
            network.allocator(),
            monitoring,
            tls,
            this::fail);
    parts = opened;
    monitoring.add(new QuotaSource(opened.quotas(), environment.nanoTime()));
    network.follow(opened.runTimeSettings(), threads.readers());
    tls.follow(opened.runTimeSettings(), threads.readers());
    opened.start(advertised);
    tls.begin();
    tls.watch(threads.timer(), threads.readers());
    network.open(
        opened.handlers(), opened.quotas(), opened.sasl(), opened.pages(), threads.readers());
    network.findPublishedPorts(threads.readers(), environment.random());
    monitoring.running(threads.timer(), threads.scrapes());
  }

  /** Ends the broker because it cannot go on; the first reason is the one that matters. */
  private void fail(String reason) {
    if (failed.compareAndSet(false, true)) {
      LOG.error("The broker stops: {}", reason);
      monitoring.status().failed(reason);
    }
    ending.countDown();
  }

  /** Where clients are told to connect, with the ports really bound. */
  public List<Listener> listeners() {
    return advertised;
  }

  /** The port of {@code barnabas.http.listener} really bound; -1 without one. */
  public int httpPort() {
    return monitoring.httpPort();
  }

  /** Waits until the broker is stopped, or cannot go on; then it is to be closed. */
  public void awaitStop() throws InterruptedException {
    ending.await();
  }

  /** Whether it is stopped because it was told to. */
  public boolean stoppedAsTold() {
    return !failed.get();
  }

  /** Stops the broker; returns when it has stopped. */
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      TlsListeners tls = encryption;
      BrokerParts opened = parts;
      monitoring.status().become(BrokerStatus.State.STOPPING);
      network.stopAccepting();
      if (opened != null) {
        opened.resign();
      }
      network.close();
      if (tls != null) {
        tls.close();
      }
      if (opened != null) {
        opened.close();
      }
      monitoring.close();
      threads.close();
    }
    ending.countDown();
  }
}
