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
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a broker until the process is told to stop. */
final class StartCommand {
  private static final Logger LOG = LoggerFactory.getLogger("io.barnabas.server.Barnabas");

  private final StartArguments arguments;
  private final Map<String, String> variables;
  private final PrintStream errors;
  private final Logger log;

  /**
   * A start.
   *
   * @param variables of the environment
   * @param errors gets the one line that says why it cannot be
   * @param log gets the warnings
   */
  StartCommand(
      StartArguments arguments, Map<String, String> variables, PrintStream errors, Logger log) {
    this.arguments = arguments;
    this.variables = Map.copyOf(variables);
    this.errors = errors;
    this.log = log;
  }

  /** That of this process. */
  static StartCommand ofProcess(StartArguments arguments) {
    return new StartCommand(arguments, System.getenv(), System.err, LOG);
  }

  /**
   * The exit code when the broker ends by itself: 1 when it could not start or go on. A signal ends
   * the JVM with a code of its own, 143 for SIGTERM, after the broker has been stopped.
   */
  int run() {
    try {
      BrokerConfig config = configure();
      BrokerServer broker = BrokerServer.start(config, environment());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker), "barnabas-stop"));
      sayStarted(broker, config);
      broker.awaitStop();
      return broker.stoppedAsTold() ? 0 : 1;
    } catch (ConfigException | StartException e) {
      errors.println("barnabas: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (RuntimeException e) {
      if (!wantsFiles(e)) {
        throw e;
      }
      errors.println(
          "barnabas: Too many open files; raise ulimit -n of the user the broker runs as ("
              + System.getProperty("user.name")
              + "), to the connections there may be and 5000 more");
      return 1;
    }
  }

  /** Whether the machine has refused to open one more file: sockets and selectors are some. */
  private static boolean wantsFiles(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("Too many open files")) {
        return true;
      }
    }
    return false;
  }

  /**
   * What the broker is to be, with a warning of each thing that may be other than it looks.
   *
   * @throws ConfigException if it cannot be
   */
  BrokerConfig configure() {
    Settings settings = SettingsSource.load(arguments, variables);
    obeyLogFormat(settings);
    BrokerConfig config = BrokerConfig.from(settings);
    WithoutEffect.warn(settings, log);
    WithoutEffect.warn(variables, SettingsSource.isFileAlone(variables), log);
    warnOfControllerListeners(config);
    warnOfOpenListeners(config);
    return config;
  }

  /** The log is the process's, not a broker's: what starts the process says how it is written. */
  private static void obeyLogFormat(Settings settings) {
    String format = settings.givenText(SettingCatalogue.LOG_FORMAT);
    if (format != null && LoggerFactory.getILoggerFactory() instanceof Loggers loggers) {
      loggers.format(format);
    }
  }

  private void warnOfControllerListeners(BrokerConfig config) {
    for (Listener listener : config.listeners().notOpened()) {
      log.warn(
          "Listener {} of listeners is not opened: the controller runs inside this process. It may"
              + " be left out, or stay for Apache Kafka",
          listener);
    }
  }

  private void warnOfOpenListeners(BrokerConfig config) {
    List<Listener> open = OpenListeners.of(config);
    if (!open.isEmpty()) {
      log.warn(
          "Clients from other machines need not prove who they are on {} of listeners; SASL_SSL, SSL"
              + " with ssl.client.auth=required, or an address such as 127.0.0.1 keeps strangers"
              + " out",
          open.stream().map(Listener::toString).collect(Collectors.joining(", ")));
    }
    Listener http = config.http().listener();
    if (http != null
        && OpenListeners.isReachable(http)
        && config.settings().peek(SettingCatalogue.SNAPSHOT_DIR) != null) {
      log.warn(
          "Whoever reaches the HTTP port {}:{} of barnabas.http.listener may take and delete snapshots;"
              + " 127.0.0.1 keeps others out",
          http.host(),
          http.port());
    }
  }

  /** The real world, and the cluster that CLUSTER_ID names, as in the image of Apache Kafka. */
  private BrokerEnvironment environment() {
    String id = variables.get("CLUSTER_ID");
    BrokerEnvironment environment = BrokerEnvironment.system();
    if (id == null || id.isBlank()) {
      return environment;
    }
    return environment.inCluster(FormatCommand.clusterId("CLUSTER_ID", id));
  }

  static void sayStarted(BrokerServer broker, BrokerConfig config) {
    String listeners =
        broker.listeners().stream().map(Listener::toString).collect(Collectors.joining(", "));
    long millis = sinceBegunMs(InstantSource.system());
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
  private static long sinceBegunMs(InstantSource clock) {
    Long launchedSeconds = Long.getLong("barnabas.launched");
    return launchedSeconds == null
        ? ProcessAge.millis(clock)
        : clock.millis() - launchedSeconds * 1000;
  }

  private static void stop(BrokerServer broker) {
    broker.close();
    LOG.info("Barnabas stopped");
  }
}
