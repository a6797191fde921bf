package io.barnabas.server.cli;

import io.barnabas.server.BrokerConfig;
import io.barnabas.server.BrokerEnvironment;
import io.barnabas.server.BrokerServer;
import io.barnabas.server.StartException;
import io.barnabas.server.Version;
import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.Listener;
import io.barnabas.server.config.SettingCatalogue;
import io.barnabas.server.config.Settings;
import io.barnabas.server.config.WithoutEffect;
import io.barnabas.server.logging.Loggers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a broker until the process is told to stop. */
final class StartCommand {
  private static final Logger LOG = LoggerFactory.getLogger("io.barnabas.server.Barnabas");

  private final StartArguments arguments;

  StartCommand(StartArguments arguments) {
    this.arguments = arguments;
  }

  /**
   * The exit code when the broker ends by itself: 1 when it could not start or go on. A signal ends
   * the JVM with a code of its own, 143 for SIGTERM, after the broker has been stopped.
   */
  int run() {
    try {
      Settings settings = SettingsSource.load(arguments, System.getenv());
      obeyLogFormat(settings);
      BrokerConfig config = BrokerConfig.from(settings);
      WithoutEffect.warn(settings, LOG);
      warnOfControllerListeners(config);
      warnOfOpenListeners(config);
      BrokerServer broker = BrokerServer.start(config, environment());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker), "barnabas-stop"));
      sayStarted(broker, config);
      broker.awaitStop();
      return broker.stoppedAsTold() ? 0 : 1;
    } catch (ConfigException | StartException e) {
      System.err.println("barnabas: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** The log is the process's, not a broker's: what starts the process says how it is written. */
  private static void obeyLogFormat(Settings settings) {
    String format = settings.givenText(SettingCatalogue.LOG_FORMAT);
    if (format != null && LoggerFactory.getILoggerFactory() instanceof Loggers loggers) {
      loggers.format(format);
    }
  }

  private static void warnOfControllerListeners(BrokerConfig config) {
    for (Listener listener : config.listeners().notOpened()) {
      LOG.warn("Listener {} is not opened: the controller runs inside this process", listener);
    }
  }

  private static void warnOfOpenListeners(BrokerConfig config) {
    List<Listener> open = OpenListeners.of(config);
    if (!open.isEmpty()) {
      LOG.warn(
          "Clients from other machines need not prove who they are on {}",
          open.stream().map(Listener::toString).collect(Collectors.joining(", ")));
    }
    Listener http = config.http().listener();
    if (http != null
        && OpenListeners.isReachable(http)
        && config.settings().peek(SettingCatalogue.SNAPSHOT_DIR) != null) {
      LOG.warn(
          "Whoever reaches the HTTP port {}:{} may take and delete snapshots",
          http.host(),
          http.port());
    }
  }

  /** The real world, and the cluster that CLUSTER_ID names, as in the image of Apache Kafka. */
  private static BrokerEnvironment environment() {
    String id = System.getenv("CLUSTER_ID");
    BrokerEnvironment environment = BrokerEnvironment.system();
    if (id == null || id.isBlank()) {
      return environment;
    }
    return environment.inCluster(FormatCommand.clusterId("CLUSTER_ID", id));
  }

  static void sayStarted(BrokerServer broker, BrokerConfig config) {
    String listeners =
        broker.listeners().stream().map(Listener::toString).collect(Collectors.joining(", "));
    long millis = InstantSource.system().millis() - begun().toEpochMilli();
    // What scripts and Testcontainers wait for.
    LOG.info("Transitioning from RECOVERY to RUNNING");
    LOG.info(
        "[KafkaServer id={}] started, Kafka Server started (kafka.server.KafkaRaftServer)",
        config.node().nodeId());
    LOG.info("Barnabas {} listening on {}, started in {} ms", Version.current(), listeners, millis);
    LOG.info(
        "Clients can connect to {}",
        new Reachability(config.listeners(), Reachability.ownAddresses()).of(broker.listeners()));
  }

  /** The launcher becomes this process; it says when, if it built first. */
  private static Instant begun() {
    Long launched = Long.getLong("barnabas.launched");
    if (launched != null) {
      return Instant.ofEpochSecond(launched);
    }
    return ProcessHandle.current().info().startInstant().orElseGet(InstantSource.system()::instant);
  }

  private static void stop(BrokerServer broker) {
    broker.close();
    LOG.info("Barnabas stopped");
  }
}
