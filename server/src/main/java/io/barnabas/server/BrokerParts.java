package io.barnabas.server;

import io.barnabas.codec.Bytes;
import io.barnabas.codec.Uuid;
import io.barnabas.metadata.config.ClientMetricsConfigs;
import io.barnabas.metadata.controller.ClientMetricsConfigRules;
import io.barnabas.metadata.controller.ConfigRules;
import io.barnabas.metadata.controller.GroupConfigRules;
import io.barnabas.metadata.controller.QuorumController;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.Endpoint;
import io.barnabas.metadata.quorum.LocalQuorum;
import io.barnabas.metadata.quorum.LocalVoter;
import io.barnabas.metadata.quorum.SnapshotSettings;
import io.barnabas.server.api.ApiHandlers;
import io.barnabas.server.api.ApiRegistry;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.produce.ProducerIds;
import io.barnabas.server.authentication.Authentication;
import io.barnabas.server.authentication.DelegationTokens;
import io.barnabas.server.authentication.MetadataScram;
import io.barnabas.server.authentication.SaslListener;
import io.barnabas.server.binding.MetadataFiles;
import io.barnabas.server.binding.MetadataPartition;
import io.barnabas.server.binding.ScramSecret;
import io.barnabas.server.binding.WatchedMetadataLog;
import io.barnabas.server.config.BrokerConfigRules;
import io.barnabas.server.config.Listener;
import io.barnabas.server.config.RunTimeSettings;
import io.barnabas.server.fetch.FetchSessions;
import io.barnabas.server.fetch.Fetcher;
import io.barnabas.server.logging.Loggers;
import io.barnabas.server.metrics.source.DelayedOperations;
import io.barnabas.server.metrics.source.FetchSessionSource;
import io.barnabas.server.metrics.source.MetadataSnapshotSource;
import io.barnabas.server.partition.NotObeyed;
import io.barnabas.server.partition.Partitions;
import io.barnabas.server.quota.ClientQuotas;
import io.barnabas.server.snapshot.Snapshots;
import io.barnabas.server.telemetry.ClientTelemetry;
import io.barnabas.server.tls.TlsListeners;
import io.barnabas.server.transaction.PartitionVerification;
import io.barnabas.storage.file.FileFaults;
import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.file.PageCache;
import io.barnabas.storage.file.SyncFailedException;
import io.barnabas.storage.log.LogConfig;
import io.barnabas.storage.log.LogStore;
import io.barnabas.storage.log.LogStoreException;
import io.barnabas.storage.log.PartitionLog;
import io.netty.buffer.ByteBufAllocator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What is behind the network: logs, metadata, partitions, groups, and the handlers over them. */
final class BrokerParts {
  private final BrokerConfig config;
  private final BrokerEnvironment environment;
  private final BrokerThreads threads;
  private final ByteBufAllocator allocator;
  private final Monitoring monitoring;
  private final TlsListeners tls;
  private final NioFileSystem files = new NioFileSystem();
  private final Executor decisions;
  private final LogStore logs;
  private final LocalQuorum quorum;
  private final QuorumController controller;
  private final Partitions partitions;
  private final Registration registration;
  private final ProducerIds producerIds;
  private final RunTimeSettings runTimeSettings;
  private final PartitionVerification verification;
  private final ClientQuotas quotas;
  private final Authorizers authorizers;
  private final DelegationTokens delegationTokens;
  private final Authentication authentication;
  private volatile @Nullable Coordinators coordinators;

  BrokerParts(
      BrokerConfig config,
      BrokerEnvironment environment,
      BrokerThreads threads,
      OpenFiles openFiles,
      ByteBufAllocator allocator,
      Monitoring monitoring,
      TlsListeners tls,
      Consumer<String> onFailure)
      throws LogStoreException {
    this.config = config;
    this.monitoring = monitoring;
    this.environment = environment;
    this.threads = threads;
    this.allocator = allocator;
    this.tls = tls;
    this.decisions = monitoring.decisions(threads.metadata(), environment.nanoTime());
    BrokerLogs opening = new BrokerLogs(config, environment, threads, openFiles);
    this.logs =
        opening.open(
            files,
            monitoring.status(),
            (directory, reason) -> directoryFailed(directory, reason, onFailure));
    try {
      this.quorum = quorum(opening.metadataConfig(), onFailure);
      this.controller =
          new QuorumController(
              quorum,
              config.controller(),
              config.topics(),
              configRules(),
              decisions,
              environment.random());
      this.partitions =
          new Partitions(config.node().nodeId(), logs, config.topics(), controller::image);
      this.quotas =
          new ClientQuotas(
              config.clientQuotas(),
              config.controllerQuotas(),
              environment.nanoTime(),
              threads.readers());
      this.authorizers =
          new Authorizers(
              config.authorizer(), threads.readers(), environment.nanoTime(), monitoring);
      this.delegationTokens =
          new DelegationTokens(
              config.delegationTokens().secret(), Runtime.getRuntime().maxMemory() / 16);
      this.authentication = authentication();
      this.runTimeSettings =
          new RunTimeSettings(
              config.settings(),
              config.node().nodeId(),
              name -> NotObeyed.obeys(config.topics(), name));
      this.verification = new PartitionVerification(config.settings(), runTimeSettings);
      new CleanerFollower(logs.cleaner(), threads.cleaner(), config.storage().cleaner())
          .follow(runTimeSettings);
      logs.moves().setAtOnce(config.storage().movesAtOnce());
      new StorageFollower(logs.moves()::setBytesPerSecond, logs::setProducerIdExpiration)
          .follow(runTimeSettings);
      this.registration = new Registration(config.node(), controller, logs, environment.random());
      this.producerIds =
          new ProducerIds(controller, config.node().nodeId(), registration::brokerEpoch);
      PartsMetrics.add(
          monitoring, config.node().nodeId(), logs, partitions, controller, environment);
    } catch (LogStoreException | RuntimeException e) {
      // Or nobody could start where these logs are, and the next start would have to recover them.
      logs.close();
      throw e;
    }
  }

  private Authentication authentication() {
    return Authentication.open(
        config.sasl(),
        new Authentication.World(
            new MetadataScram(controller::image, delegationTokens, environment.clock()),
            environment.random(),
            this::secretOfNobody,
            threads.authentication(),
            threads.fetches(),
            threads.timer(),
            environment.clock(),
            environment.nanoTime()));
  }

  /** Kept with the credentials, which nobody else may look at either. */
  private Bytes secretOfNobody() {
    Path directory = config.directories().logDirs().get(0);
    try {
      return ScramSecret.of(
          files, directory.resolve(MetadataPartition.ID.toString()), environment.random());
    } catch (SyncFailedException e) {
      throw new StartException(
          "The log directory " + directory + " failed: " + FileFaults.withRemedy(e));
    }
  }

  /** The first directory holds the metadata, without which nothing can be decided. */
  private void directoryFailed(Path directory, String reason, Consumer<String> onFailure) {
    List<Path> all = config.directories().logDirs();
    if (directory.equals(all.get(0))) {
      onFailure.accept("the log directory " + directory + " failed: " + reason);
    } else {
      threads.metadata().execute(() -> registration.directoriesChanged());
    }
  }

  private LocalQuorum quorum(LogConfig logConfig, Consumer<String> onFailure)
      throws LogStoreException {
    PartitionLog log = logs.create(MetadataPartition.ID, logConfig);
    Path directory = log.logDirectory().resolve(MetadataPartition.ID.toString());
    MetadataPartition.requireUsable(log, directory);
    MetadataFiles metadataFiles = new MetadataFiles(files, directory);
    WatchedMetadataLog watched =
        new WatchedMetadataLog(new MetadataPartition(log, allocator), environment.nanoTime());
    monitoring.add(watched);
    monitoring.add(
        new MetadataSnapshotSource(metadataFiles, environment.clock(), environment.nanoTime()));
    return new LocalQuorum(
        voter(log),
        new LocalQuorum.Storage(watched, metadataFiles, metadataFiles),
        new SnapshotSettings(
            config.storage().snapshotBytes(), config.storage().snapshotIntervalMs()),
        decisions,
        threads.disk(),
        environment.clock(),
        failure -> onFailure.accept("the metadata log cannot be written: " + failure));
  }

  /** This node as a voter: where its controller would listen is said for Apache Kafka to find. */
  private LocalVoter voter(PartitionLog log) {
    Uuid directoryId =
        logs.directories().stream()
            .filter(directory -> directory.path().equals(log.logDirectory()))
            .map(LogStore.DirectoryView::directoryId)
            .findFirst()
            .orElseThrow();
    List<Endpoint> endpoints =
        config.listeners().notOpened().stream().map(Listener::endpoint).toList();
    return new LocalVoter(config.node().nodeId(), directoryId, endpoints);
  }

  /** What may be set on what is no topic. */
  private Map<ConfigResource.Type, ConfigRules> configRules() {
    return Map.of(
        ConfigResource.Type.BROKER,
        new BrokerConfigRules(config.settings(), config.topics(), config.node().nodeId()),
        ConfigResource.Type.GROUP,
        new GroupConfigRules(config.groupConfigs()),
        ConfigResource.Type.CLIENT_METRICS,
        new ClientMetricsConfigRules(new ClientMetricsConfigs()));
  }

  /**
   * Replays the metadata, enters service, and takes the roles that are then its own: in this order,
   * so that each partition begins once. Blocks.
   */
  void start(List<Listener> advertised) {
    controller.start().toCompletableFuture().join();
    CarriedOver.check(controller.image(), config.authorizer().enabled());
    authorizers.follow(controller);
    registration.enter(advertised);
    Coordinators made =
        new Coordinators(config, environment, threads, files, partitions, controller, producerIds);
    coordinators = made;
    PartsMetrics.add(monitoring, made, partitions, threads.readers(), environment);
    controller.addPublisher(runTimeSettings).toCompletableFuture().join();
    controller.addPublisher(quotas).toCompletableFuture().join();
    controller.addPublisher(delegationTokens).toCompletableFuture().join();
    DelegationTokenSweep.begin(
        config.delegationTokens(), controller, environment.clock(), threads.timer());
    made.lead(
        partitions, controller, () -> partitions.setStraysAside(MetadataPartition.ID.topicId()));
    DirectoryAssignments assignments =
        new DirectoryAssignments(config.node().nodeId(), logs, registration::assign);
    controller.addPublisher(assignments).toCompletableFuture().join();
    logs.moves().setListener(new MovedLogs(made, assignments, threads.metadata()));
    logs.moves().resume();
    Path snapshots = config.directories().snapshots();
    if (snapshots != null) {
      monitoring.serve(
          new Snapshots(
              files,
              snapshots,
              new Snapshots.Source(
                  config.node().nodeId(), logs.clusterId(), logs, controller::image),
              environment.random(),
              environment.clock(),
              environment.nanoTime()));
    }
  }

  /** Settings as they change while the broker runs; for followers that join before the start. */
  RunTimeSettings runTimeSettings() {
    return runTimeSettings;
  }

  /** How clients prove who they are, by listener. */
  Map<String, SaslListener> sasl() {
    return authentication.listeners();
  }

  /** What of log files is in memory. */
  LogPages pages() {
    return new LogPages(new PageCache(files), environment.clock());
  }

  /** What clients may use. */
  ClientQuotas quotas() {
    return quotas;
  }

  /** The handlers of everything that is served; after the start. */
  ApiRegistry handlers() {
    FetchSessions sessions =
        new FetchSessions(config.fetchSessions(), environment.random(), environment.nanoTime());
    DelayedOperations delayed = new DelayedOperations();
    monitoring.add(delayed);
    monitoring.add(new FetchSessionSource(sessions));
    Coordinators made = Objects.requireNonNull(coordinators, "made at the start");
    return ApiHandlers.registry(
        new ApiHandlers.Parts(
            config.settings(),
            new ClusterView(config.node().nodeId(), logs.clusterId(), controller::image),
            controller,
            quorum::votersInLog,
            config.topics(),
            config.groupConfigs(),
            loggers(),
            quotas,
            authorizers.authorization(),
            partitions,
            new Fetcher(partitions, sessions, threads.readers(), threads.timer(), delayed.fetch()),
            delayed,
            made.groups(),
            made.transactions(),
            made.markers(),
            verification,
            producerIds,
            logs,
            tls,
            delegationTokens,
            telemetry(),
            environment.random(),
            environment.clock(),
            threads.readers(),
            threads.timer(),
            environment.decorator()));
  }

  private @Nullable ClientTelemetry telemetry() {
    if (config.http().listener() == null) {
      return null;
    }
    ClientTelemetry telemetry =
        new ClientTelemetry(
            controller::image,
            config.http().telemetryMaxBytes(),
            environment.clock(),
            environment.nanoTime());
    monitoring.add(telemetry);
    monitoring.addPage(telemetry.pushed());
    return telemetry;
  }

  /** Those of the process, which several brokers in it share; none where others do the logging. */
  private static Loggers loggers() {
    return LoggerFactory.getILoggerFactory() instanceof Loggers loggers ? loggers : Loggers.none();
  }

  /** Stops coordinating; clients are told to look elsewhere. */
  void resign() {
    logs.moves().stop();
    Coordinators made = coordinators;
    if (made != null) {
      made.resign();
    }
  }

  /** Writes down what there is and closes the files. */
  void close() {
    authentication.close();
    registration.leave();
    controller.close().toCompletableFuture().join();
    authorizers.close();
    logs.close();
  }
}
