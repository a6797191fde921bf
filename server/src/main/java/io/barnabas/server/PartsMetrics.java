package io.barnabas.server;

import io.barnabas.group.GroupCoordinator;
import io.barnabas.metadata.controller.QuorumController;
import io.barnabas.server.lag.LagSource;
import io.barnabas.server.metrics.source.CleanerSource;
import io.barnabas.server.metrics.source.ClusterSource;
import io.barnabas.server.metrics.source.ControllerSource;
import io.barnabas.server.metrics.source.DiskSource;
import io.barnabas.server.metrics.source.GroupSource;
import io.barnabas.server.metrics.source.PartitionSource;
import io.barnabas.server.metrics.source.ReplicaSource;
import io.barnabas.server.metrics.source.ServerSource;
import io.barnabas.server.metrics.source.StorageSource;
import io.barnabas.server.metrics.source.TrafficSource;
import io.barnabas.server.metrics.source.TransactionSource;
import io.barnabas.server.partition.Partitions;
import io.barnabas.storage.log.LogStore;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** Has the parts of a broker tell their metrics. */
final class PartsMetrics {
  private PartsMetrics() {}

  /** What there is before the start. */
  static void add(
      Monitoring monitoring,
      int nodeId,
      LogStore logs,
      Partitions partitions,
      QuorumController controller,
      BrokerEnvironment environment) {
    LongSupplier nanoTime = environment.nanoTime();
    monitoring.add(
        new ServerSource(
            nodeId,
            () -> monitoring.status().state().number(),
            logs::clusterId,
            Version.current(),
            environment.clock().millis()));
    monitoring.add(new TrafficSource(partitions.traffic()));
    monitoring.add(new ReplicaSource(partitions, controller::image, nanoTime));
    PartitionSource each = new PartitionSource(partitions, controller::image);
    monitoring.add(each);
    monitoring.addPage(each::collectExported);
    monitoring.add(new StorageSource(logs, nanoTime));
    monitoring.add(CleanerSource.of(logs));
    monitoring.add(new DiskSource());
    monitoring.addPage(new ClusterSource(controller::image));
    monitoring.add(
        new ControllerSource(
            nodeId,
            controller::isActive,
            controller::image,
            controller::mistakes,
            environment.clock()));
  }

  /**
   * What there is of groups and transactions.
   *
   * @param readers for what may wait for the disk
   */
  static void add(
      Monitoring monitoring,
      Coordinators coordinators,
      Partitions partitions,
      Executor readers,
      BrokerEnvironment environment) {
    GroupCoordinator groups = coordinators.groups();
    GroupSource counts = new GroupSource(groups, environment.nanoTime());
    monitoring.add(counts);
    monitoring.addPage(counts::collectExported);
    monitoring.add(new TransactionSource(coordinators.hanging()));
    coordinators.work().forEach(monitoring::add);
    monitoring.add(
        new LagSource(groups, partitions, readers, environment.clock(), environment.nanoTime()));
  }
}
