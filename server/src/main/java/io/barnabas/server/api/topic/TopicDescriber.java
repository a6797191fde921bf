package io.barnabas.server.api.topic;

import io.barnabas.codec.ErrorCode;
import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.ClusterView;
import java.util.List;

/** Says of one image's partitions what one client may know. For one request. */
final class TopicDescriber {
  static final int NO_LEADER = -1;

  private final ClusterView cluster;
  private final MetadataImage image;
  private final ClientConnection client;

  TopicDescriber(ClusterView cluster, MetadataImage image, ClientConnection client) {
    this.cluster = cluster;
    this.image = image;
    this.client = client;
  }

  /** Why clients cannot reach the leader now, or NONE. */
  ErrorCode errorOf(PartitionImage partition, boolean listenerErrorKnown) {
    if (leaderOf(partition) != NO_LEADER) {
      return ErrorCode.NONE;
    }
    return partition.hasLeader() && isInService(partition.leader()) && listenerErrorKnown
        ? ErrorCode.LISTENER_NOT_FOUND
        : ErrorCode.LEADER_NOT_AVAILABLE;
  }

  /** The leader that clients can reach, or -1. */
  int leaderOf(PartitionImage partition) {
    return partition.hasLeader() && isReachable(partition.leader())
        ? partition.leader()
        : NO_LEADER;
  }

  /** The replicas that clients cannot reach now. */
  List<Integer> offlineOf(PartitionImage partition) {
    return partition.replicas().stream().filter(replica -> !isOnline(partition, replica)).toList();
  }

  private boolean isReachable(int broker) {
    return cluster.node(image, broker, client) != null;
  }

  private boolean isOnline(PartitionImage partition, int replica) {
    BrokerRegistration registration = image.cluster().broker(replica);
    return registration != null
        && !registration.fenced()
        && registration.isOnline(partition.directoryOf(replica));
  }

  private boolean isInService(int broker) {
    BrokerRegistration registration = image.cluster().broker(broker);
    return registration != null && !registration.fenced();
  }
}
