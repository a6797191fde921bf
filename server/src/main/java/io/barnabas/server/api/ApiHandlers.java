package io.barnabas.server.api;

import io.barnabas.group.GroupCoordinator;
import io.barnabas.metadata.config.ClientMetricsConfigs;
import io.barnabas.metadata.config.GroupConfigs;
import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.server.api.access.Authorization;
import io.barnabas.server.api.acl.CreateAclsHandler;
import io.barnabas.server.api.acl.DeleteAclsHandler;
import io.barnabas.server.api.acl.DescribeAclsHandler;
import io.barnabas.server.api.cluster.AddRaftVoterHandler;
import io.barnabas.server.api.cluster.ApiVersionsHandler;
import io.barnabas.server.api.cluster.DescribeClusterHandler;
import io.barnabas.server.api.cluster.DescribeQuorumHandler;
import io.barnabas.server.api.cluster.FindCoordinatorHandler;
import io.barnabas.server.api.cluster.QuorumOfOne;
import io.barnabas.server.api.cluster.RemoveRaftVoterHandler;
import io.barnabas.server.api.cluster.UnregisterBrokerHandler;
import io.barnabas.server.api.cluster.UnregisterControllerHandler;
import io.barnabas.server.api.cluster.UpdateFeaturesHandler;
import io.barnabas.server.api.config.AlterConfigsHandler;
import io.barnabas.server.api.config.BrokerConfigs;
import io.barnabas.server.api.config.ConfigAlterer;
import io.barnabas.server.api.config.DescribableConfigs;
import io.barnabas.server.api.config.DescribeConfigsHandler;
import io.barnabas.server.api.config.IncrementalAlterConfigsHandler;
import io.barnabas.server.api.config.ListConfigResourcesHandler;
import io.barnabas.server.api.config.LoggerConfigs;
import io.barnabas.server.api.config.OwnConfigs;
import io.barnabas.server.api.directory.AlterReplicaLogDirsHandler;
import io.barnabas.server.api.directory.DescribeLogDirsHandler;
import io.barnabas.server.api.fetch.FetchHandler;
import io.barnabas.server.api.group.DeleteGroupsHandler;
import io.barnabas.server.api.group.DescribeGroupsHandler;
import io.barnabas.server.api.group.HeartbeatHandler;
import io.barnabas.server.api.group.JoinGroupHandler;
import io.barnabas.server.api.group.LeaveGroupHandler;
import io.barnabas.server.api.group.ListGroupsHandler;
import io.barnabas.server.api.group.OffsetCommitHandler;
import io.barnabas.server.api.group.OffsetDeleteHandler;
import io.barnabas.server.api.group.OffsetFetchHandler;
import io.barnabas.server.api.group.SyncGroupHandler;
import io.barnabas.server.api.guard.Guards;
import io.barnabas.server.api.offset.DeleteRecordsHandler;
import io.barnabas.server.api.offset.ListOffsetsHandler;
import io.barnabas.server.api.offset.OffsetForLeaderEpochHandler;
import io.barnabas.server.api.partition.AlterPartitionReassignmentsHandler;
import io.barnabas.server.api.partition.ElectLeadersHandler;
import io.barnabas.server.api.partition.ListPartitionReassignmentsHandler;
import io.barnabas.server.api.produce.InitProducerIdHandler;
import io.barnabas.server.api.produce.ProduceHandler;
import io.barnabas.server.api.produce.ProducerIds;
import io.barnabas.server.api.quota.AlterClientQuotasHandler;
import io.barnabas.server.api.quota.DescribeClientQuotasHandler;
import io.barnabas.server.api.sasl.SaslAuthenticateHandler;
import io.barnabas.server.api.sasl.SaslHandshakeHandler;
import io.barnabas.server.api.scram.AlterUserScramCredentialsHandler;
import io.barnabas.server.api.scram.DescribeUserScramCredentialsHandler;
import io.barnabas.server.api.telemetry.GetTelemetrySubscriptionsHandler;
import io.barnabas.server.api.telemetry.PushTelemetryHandler;
import io.barnabas.server.api.token.CreateDelegationTokenHandler;
import io.barnabas.server.api.token.DescribeDelegationTokenHandler;
import io.barnabas.server.api.token.ExpireDelegationTokenHandler;
import io.barnabas.server.api.token.RenewDelegationTokenHandler;
import io.barnabas.server.api.topic.CreatePartitionsHandler;
import io.barnabas.server.api.topic.CreateTopicsHandler;
import io.barnabas.server.api.topic.DeleteTopicsHandler;
import io.barnabas.server.api.topic.DescribeTopicPartitionsHandler;
import io.barnabas.server.api.topic.MetadataHandler;
import io.barnabas.server.api.topic.TopicCreation;
import io.barnabas.server.api.transaction.AddOffsetsToTxnHandler;
import io.barnabas.server.api.transaction.AddPartitionsToTxnHandler;
import io.barnabas.server.api.transaction.DescribeProducersHandler;
import io.barnabas.server.api.transaction.DescribeTransactionsHandler;
import io.barnabas.server.api.transaction.EndTxnHandler;
import io.barnabas.server.api.transaction.ListTransactionsHandler;
import io.barnabas.server.api.transaction.TxnOffsetCommitHandler;
import io.barnabas.server.api.transaction.WriteTxnMarkersHandler;
import io.barnabas.server.authentication.DelegationTokens;
import io.barnabas.server.binding.MetadataPartition;
import io.barnabas.server.config.DelegationTokenConfig;
import io.barnabas.server.config.Settings;
import io.barnabas.server.fetch.Fetcher;
import io.barnabas.server.logging.Loggers;
import io.barnabas.server.metrics.source.DelayedOperations;
import io.barnabas.server.partition.Partitions;
import io.barnabas.server.quota.ClientQuotas;
import io.barnabas.server.telemetry.ClientTelemetry;
import io.barnabas.server.tls.TlsListeners;
import io.barnabas.server.transaction.MarkerAppend;
import io.barnabas.server.transaction.PartitionVerification;
import io.barnabas.storage.log.LogStore;
import io.barnabas.transaction.TransactionCoordinator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The list of all handlers: what is in it is served, what is not is not. */
public final class ApiHandlers {
  private ApiHandlers() {}

  /**
   * What handlers work with.
   *
   * @param telemetry null where nobody could read what clients push
   * @param random for ids; any thread
   * @param readerPool for reads that may wait for the disk
   * @param scheduler for the end of waits; only triggers run on it
   * @param decorator puts something in front of handlers
   */
  public record Parts(
      Settings settings,
      ClusterView cluster,
      Controller controller,
      BooleanSupplier votersInLog,
      TopicConfigs topicConfigs,
      GroupConfigs groupConfigs,
      Loggers loggers,
      ClientQuotas quotas,
      Authorization authorization,
      Partitions partitions,
      Fetcher fetcher,
      DelayedOperations delayed,
      GroupCoordinator groups,
      TransactionCoordinator transactions,
      MarkerAppend markers,
      PartitionVerification verification,
      ProducerIds producerIds,
      LogStore logs,
      TlsListeners tls,
      DelegationTokens delegationTokens,
      @Nullable ClientTelemetry telemetry,
      RandomGenerator random,
      InstantSource clock,
      Executor readerPool,
      ScheduledExecutorService scheduler,
      HandlerDecorator decorator) {}

  /** The registry of everything this broker serves. */
  public static ApiRegistry registry(Parts parts) {
    List<ApiHandler<?, ?>> handlers = new ArrayList<>();
    ApiSettings settings = ApiSettings.from(parts.settings());
    TopicCreation creation =
        new TopicCreation(
            parts.controller(), settings.offsetsTopic(), settings.transactionsTopic());
    addRecords(parts, settings, handlers);
    addTopics(parts, settings, creation, handlers);
    addGroups(parts, handlers);
    addTransactions(parts, handlers);
    addCluster(parts, handlers);
    addConfigs(parts, handlers);
    addTelemetry(parts, handlers);
    addAcls(parts, handlers);
    addTokens(parts, handlers);
    handlers.add(new SaslHandshakeHandler());
    handlers.add(new SaslAuthenticateHandler());
    handlers.add(new DescribeClusterHandler(parts.cluster()));
    handlers.add(
        new FindCoordinatorHandler(
            parts.cluster(), parts.groups(), parts.transactions(), creation));
    List<ApiSpec> specs = new ArrayList<>();
    handlers.forEach(handler -> specs.add(handler.spec()));
    handlers.add(new ApiVersionsHandler(parts.cluster(), specs));
    Guards guards = new Guards(parts.cluster(), settings.createsTopics());
    return new ApiRegistry(
        parts
            .decorator()
            .decorateAll(guards.before(handlers, parts.authorization()), guards.refusals()));
  }

  private static void addRecords(
      Parts parts, ApiSettings settings, List<ApiHandler<?, ?>> handlers) {
    handlers.add(
        new ProduceHandler(
            parts.cluster(),
            parts.partitions(),
            parts.transactions(),
            parts.verification(),
            parts.scheduler(),
            parts.delayed().produce()));
    handlers.add(
        new FetchHandler(
            parts.cluster(),
            parts.fetcher(),
            parts.quotas(),
            parts.authorization(),
            settings.fetchMaxBytes()));
    handlers.add(new ListOffsetsHandler(parts.partitions(), parts.readerPool()));
    handlers.add(new OffsetForLeaderEpochHandler(parts.partitions(), parts.readerPool()));
    handlers.add(new DeleteRecordsHandler(parts.partitions(), parts.readerPool()));
    handlers.add(new InitProducerIdHandler(parts.producerIds(), parts.transactions()));
  }

  private static void addTopics(
      Parts parts, ApiSettings settings, TopicCreation creation, List<ApiHandler<?, ?>> handlers) {
    handlers.add(new MetadataHandler(parts.cluster(), creation, settings.createsTopics()));
    handlers.add(
        new DescribeTopicPartitionsHandler(parts.cluster(), settings.describedPartitionsMax()));
    handlers.add(
        new CreateTopicsHandler(
            parts.controller(), parts.quotas(), parts.settings().intValue("num.partitions")));
    handlers.add(
        new DeleteTopicsHandler(parts.controller(), parts.quotas(), settings.deletesTopics()));
    handlers.add(new CreatePartitionsHandler(parts.controller(), parts.quotas()));
  }

  private static void addCluster(Parts parts, List<ApiHandler<?, ?>> handlers) {
    handlers.add(
        new DescribeLogDirsHandler(
            parts.logs(), Set.of(MetadataPartition.ID.topic()), parts.readerPool()));
    handlers.add(new AlterReplicaLogDirsHandler(parts.cluster(), parts.logs(), parts.readerPool()));
    handlers.add(new ElectLeadersHandler(parts.controller()));
    handlers.add(new AlterPartitionReassignmentsHandler(parts.controller()));
    handlers.add(new ListPartitionReassignmentsHandler(parts.cluster()));
    handlers.add(new UnregisterBrokerHandler(parts.controller()));
    handlers.add(new UpdateFeaturesHandler(parts.controller(), parts.votersInLog()));
    handlers.add(new UnregisterControllerHandler(parts.controller()));
    handlers.add(
        new DescribeQuorumHandler(
            parts.cluster(), parts.logs().directories().get(0).directoryId(), parts.clock()));
    QuorumOfOne quorum =
        new QuorumOfOne(
            parts.cluster().clusterId(),
            parts.cluster().nodeId(),
            parts.settings().list("controller.listener.names").stream()
                .findFirst()
                .orElse("CONTROLLER"),
            parts.votersInLog());
    handlers.add(new AddRaftVoterHandler(quorum));
    handlers.add(new RemoveRaftVoterHandler(quorum));
  }

  private static void addTelemetry(Parts parts, List<ApiHandler<?, ?>> handlers) {
    ClientTelemetry telemetry = parts.telemetry();
    if (telemetry != null) {
      handlers.add(new GetTelemetrySubscriptionsHandler(telemetry, parts.random()));
      handlers.add(new PushTelemetryHandler(telemetry, parts.readerPool()));
    }
  }

  private static void addConfigs(Parts parts, List<ApiHandler<?, ?>> handlers) {
    int nodeId = parts.cluster().nodeId();
    LoggerConfigs loggers = new LoggerConfigs(parts.loggers());
    handlers.add(
        new DescribeConfigsHandler(
            new DescribableConfigs(
                parts.cluster(),
                parts.topicConfigs(),
                parts.groupConfigs(),
                new ClientMetricsConfigs(),
                new BrokerConfigs(parts.settings(), parts.topicConfigs(), nodeId),
                loggers)));
    OwnConfigs own =
        new OwnConfigs(
            parts.settings(), nodeId, parts.cluster()::image, parts.tls(), parts.readerPool());
    ConfigAlterer alterer = new ConfigAlterer(parts.controller(), own);
    handlers.add(new AlterConfigsHandler(alterer));
    handlers.add(new IncrementalAlterConfigsHandler(alterer, loggers, nodeId));
    handlers.add(new ListConfigResourcesHandler(parts.cluster()));
    handlers.add(new DescribeClientQuotasHandler(parts.cluster()));
    handlers.add(new DescribeUserScramCredentialsHandler(parts.cluster()));
    handlers.add(new AlterUserScramCredentialsHandler(parts.controller()));
    handlers.add(new AlterClientQuotasHandler(parts.controller(), parts.readerPool()));
  }

  private static void addAcls(Parts parts, List<ApiHandler<?, ?>> handlers) {
    handlers.add(
        new DescribeAclsHandler(
            parts.cluster(), parts.authorization().isActive(), parts.readerPool()));
    handlers.add(new CreateAclsHandler(parts.controller(), parts.authorization()));
    handlers.add(new DeleteAclsHandler(parts.controller(), parts.authorization()));
  }

  private static void addTokens(Parts parts, List<ApiHandler<?, ?>> handlers) {
    DelegationTokens tokens = parts.delegationTokens();
    DelegationTokenConfig config = DelegationTokenConfig.from(parts.settings());
    handlers.add(
        new CreateDelegationTokenHandler(
            parts.controller(), tokens, config, parts.authorization(), parts.clock()));
    handlers.add(
        new RenewDelegationTokenHandler(parts.controller(), tokens, config, parts.clock()));
    handlers.add(new ExpireDelegationTokenHandler(parts.controller(), tokens, parts.clock()));
    handlers.add(new DescribeDelegationTokenHandler(tokens, parts.authorization()));
  }

  private static void addTransactions(Parts parts, List<ApiHandler<?, ?>> handlers) {
    TransactionCoordinator transactions = parts.transactions();
    handlers.add(new AddPartitionsToTxnHandler(parts.cluster(), transactions));
    handlers.add(new AddOffsetsToTxnHandler(parts.groups(), transactions));
    handlers.add(new TxnOffsetCommitHandler(parts.cluster(), parts.groups(), transactions));
    handlers.add(new EndTxnHandler(transactions));
    handlers.add(new WriteTxnMarkersHandler(parts.markers()));
    handlers.add(new DescribeTransactionsHandler(transactions));
    handlers.add(new ListTransactionsHandler(transactions));
    handlers.add(new DescribeProducersHandler(parts.partitions()));
  }

  private static void addGroups(Parts parts, List<ApiHandler<?, ?>> handlers) {
    GroupCoordinator groups = parts.groups();
    handlers.add(new JoinGroupHandler(groups));
    handlers.add(new SyncGroupHandler(groups));
    handlers.add(new HeartbeatHandler(groups));
    handlers.add(new LeaveGroupHandler(groups));
    handlers.add(new OffsetCommitHandler(parts.cluster(), groups));
    handlers.add(new OffsetFetchHandler(parts.cluster(), groups));
    handlers.add(new OffsetDeleteHandler(parts.cluster(), groups));
    handlers.add(new ListGroupsHandler(groups));
    handlers.add(new DescribeGroupsHandler(groups));
    handlers.add(new DeleteGroupsHandler(groups));
  }
}
