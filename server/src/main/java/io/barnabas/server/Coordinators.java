package io.barnabas.server;

import io.barnabas.coordinator.CoordinatorLogs;
import io.barnabas.coordinator.RuntimeEnvironment;
import io.barnabas.coordinator.RuntimeWatch;
import io.barnabas.coordinator.ViewStores;
import io.barnabas.group.GroupConfig;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.shard.EventSourcedGroupCoordinator;
import io.barnabas.metadata.controller.QuorumController;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.api.produce.ProducerIds;
import io.barnabas.server.binding.CoordinatorElections;
import io.barnabas.server.binding.CoordinatorViews;
import io.barnabas.server.binding.DeletedTopics;
import io.barnabas.server.coordinator.PartitionLogs;
import io.barnabas.server.coordinator.TimedLogs;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.TimedExecutor;
import io.barnabas.server.metrics.source.GroupWorkSource;
import io.barnabas.server.metrics.source.LoadSource;
import io.barnabas.server.partition.Partitions;
import io.barnabas.server.transaction.HangingTransactions;
import io.barnabas.server.transaction.LocalMarkers;
import io.barnabas.server.transaction.MarkerAppend;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.PartitionId;
import io.barnabas.storage.view.KeyValueStores;
import io.barnabas.transaction.TransactionConfig;
import io.barnabas.transaction.TransactionCoordinator;
import io.barnabas.transaction.shard.EventSourcedTransactionCoordinator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The coordinators of groups and transactions, and what they work on. */
final class Coordinators {
  private static final long VIEW_CACHE_BYTES = 8L << 20;
  private static final long VIEW_WRITE_BYTES = 8L << 20;

  /** A look at partitions costs more than one at transactions, and there is less hurry. */
  private static final long HANGING_LOOK_TIMES = 6;

  private final BrokerThreads threads;
  private final KeyValueStores views;
  private final CoordinatorViews groupViews;
  private final CoordinatorViews transactionViews;
  private final GroupCoordinator groups;
  private final TransactionCoordinator transactions;
  private final MarkerAppend markers;
  private final CoordinatorElections groupElections;
  private final CoordinatorElections transactionElections;
  private final HangingTransactions hanging;
  private final GroupWorkSource groupWork;
  private final LoadSource groupLoads;
  private final LoadSource transactionLoads;

  /** For the metadata there is now; the topics' sizes then decide where ids belong. */
  Coordinators(
      BrokerConfig config,
      BrokerEnvironment environment,
      BrokerThreads threads,
      FileSystemPort files,
      Partitions partitions,
      QuorumController controller,
      ProducerIds producerIds) {
    this.threads = threads;
    this.groupWork = new GroupWorkSource(environment.nanoTime(), threads.groupThreads());
    this.groupLoads = new LoadSource("group-coordinator-metrics", environment.nanoTime());
    this.transactionLoads =
        new LoadSource("transaction-coordinator-metrics", environment.nanoTime());
    this.views = new KeyValueStores(files, VIEW_CACHE_BYTES, VIEW_WRITE_BYTES);
    this.groupViews = CoordinatorViews.ofGroups(partitions, views, files);
    this.transactionViews = CoordinatorViews.ofTransactions(partitions, views, files);
    this.groups =
        new EventSourcedGroupCoordinator(
            groupConfig(config, controller),
            config.coordinators(),
            runtime(
                environment,
                new TimedExecutor(threads.groups(), environment.nanoTime(), groupWork),
                new TimedLogs(
                    new PartitionLogs(partitions, TopicNames.CONSUMER_OFFSETS),
                    environment.nanoTime(),
                    groupWork::flushed),
                groupViews,
                groupWork,
                groupLoads),
            environment.random(),
            groupWork.counts());
    this.markers = new MarkerAppend(partitions, groups, environment.clock());
    this.transactions =
        new EventSourcedTransactionCoordinator(
            transactionConfig(config, controller),
            config.coordinators(),
            runtime(
                environment,
                threads.groups(),
                new PartitionLogs(partitions, TopicNames.TRANSACTION_STATE),
                transactionViews,
                RuntimeWatch.NONE,
                transactionLoads),
            new LocalMarkers(markers),
            producerIds::take);
    this.groupElections = new CoordinatorElections(TopicNames.CONSUMER_OFFSETS, groups);
    this.transactionElections =
        new CoordinatorElections(TopicNames.TRANSACTION_STATE, transactions);
    this.hanging =
        new HangingTransactions(
            partitions, environment.clock(), config.transactions().timeoutMsMax(), transactions);
    long lookMs = HANGING_LOOK_TIMES * config.transactions().timeoutCheckIntervalMs();
    threads
        .timer()
        .scheduleWithFixedDelay(
            () -> threads.disk().execute(hanging::look), lookMs, lookMs, TimeUnit.MILLISECONDS);
  }

  private RuntimeEnvironment runtime(
      BrokerEnvironment environment,
      Executor turns,
      CoordinatorLogs logs,
      ViewStores viewStores,
      RuntimeWatch watch,
      TimedExecutor.Watch loads) {
    return new RuntimeEnvironment(
        turns,
        new TimedExecutor(threads.loaders(), environment.nanoTime(), loads),
        threads.timer(),
        environment.clock(),
        environment.nanoTime(),
        logs,
        viewStores,
        watch,
        defect -> {});
  }

  /**
   * Where a group belongs follows from how many partitions the offsets topic has. That the setting
   * says otherwise now must not make groups lose their offsets.
   */
  private static GroupConfig groupConfig(BrokerConfig config, QuorumController controller) {
    TopicImage topic = controller.image().topics().topic(TopicNames.CONSUMER_OFFSETS);
    return topic == null
        ? config.groups()
        : config.groups().withPartitionCount(topic.partitions().size());
  }

  private static TransactionConfig transactionConfig(
      BrokerConfig config, QuorumController controller) {
    TopicImage topic = controller.image().topics().topic(TopicNames.TRANSACTION_STATE);
    return topic == null
        ? config.transactions()
        : config.transactions().withPartitionCount(topic.partitions().size());
  }

  GroupCoordinator groups() {
    return groups;
  }

  TransactionCoordinator transactions() {
    return transactions;
  }

  HangingTransactions hanging() {
    return hanging;
  }

  /** How long partitions take to load, and what groups ask for. */
  List<MetricSource> work() {
    return List.of(groupLoads, transactionLoads, groupWork);
  }

  MarkerAppend markers() {
    return markers;
  }

  /**
   * Takes the roles that are there, and those to come. In this order, so that each partition begins
   * once, after the partitions have theirs. Blocks.
   */
  void lead(Partitions partitions, QuorumController controller, Runnable onPartitions) {
    partitions.addListener(groupElections);
    partitions.addListener(transactionElections);
    controller.addPublisher(partitions).toCompletableFuture().join();
    onPartitions.run();
    controller.addPublisher(groupElections).toCompletableFuture().join();
    controller.addPublisher(transactionElections).toCompletableFuture().join();
    controller.addPublisher(new DeletedTopics(groups)).toCompletableFuture().join();
  }

  /**
   * Lets go of a log that may be theirs and is about to be moved; completes when the view beside it
   * is closed. On the metadata publisher's thread.
   */
  CompletionStage<Void> suspend(PartitionId id) {
    if (groupElections.suspend(id)) {
      return groupViews.letGo(id.partition());
    }
    return transactionElections.suspend(id)
        ? transactionViews.letGo(id.partition())
        : CompletableFuture.completedFuture(null);
  }

  /** Goes on with a log, wherever it lies now. On the metadata publisher's thread. */
  void resume(PartitionId id) {
    if (id.topic().equals(TopicNames.CONSUMER_OFFSETS)) {
      groupViews.takeBack(id.partition());
      groupElections.resume(id);
    } else if (id.topic().equals(TopicNames.TRANSACTION_STATE)) {
      transactionViews.takeBack(id.partition());
      transactionElections.resume(id);
    }
  }

  /**
   * Stops coordinating; clients are told to look elsewhere. Whatever is being loaded is waited for,
   * since it must not meet closed logs and views.
   */
  void resign() {
    // Transactions first: their markers go by way of the groups.
    transactions.close();
    groups.close();
    if (threads.endCoordinators()) {
      groupViews.close();
      transactionViews.close();
      views.close();
    }
  }
}
