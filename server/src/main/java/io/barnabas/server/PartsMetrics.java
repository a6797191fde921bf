package io.barnabas.server;

import io.barnabas.group.GroupCoordinator;
import io.barnabas.metadata.controller.QuorumController;
import io.barnabas.server.lag.LagSource;
import io.barnabas.server.metrics.source.ControllerSource;
import io.barnabas.server.metrics.source.GroupSource;
import io.barnabas.server.metrics.source.PartitionSource;
import io.barnabas.server.metrics.source.ReplicaSource;
import io.barnabas.server.metrics.source.ServerSource;
import io.barnabas.server.metrics.source.StorageSource;
import io.barnabas.server.metrics.source.TrafficSource;
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
    monitoring.add(new PartitionSource(partitions, controller::image));
    monitoring.add(new StorageSource(logs, nanoTime));
    monitoring.add(
        new ControllerSource(nodeId, controller::isActive, controller::image, environment.clock()));
  }

  /**
   * What there is of groups.
   *
   * @param readers for what may wait for the disk
   */
  static void add(
      Monitoring monitoring,
      GroupCoordinator groups,
      Partitions partitions,
      Executor readers,
      BrokerEnvironment environment) {
    monitoring.add(new GroupSource(groups, environment.nanoTime()));
    monitoring.add(
        new LagSource(groups, partitions, readers, environment.clock(), environment.nanoTime()));
  }
}
