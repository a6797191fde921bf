package io.barnabas.server.api;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who leads the partitions that a request met with the wrong broker or epoch, so that the client
 * need not ask for metadata (KIP-951). For one answer, one thread.
 */
public final class LeaderHints {
  private final ClusterView cluster;
  private final ClientConnection client;
  private final MetadataImage image;
  private final Set<Integer> leaders = new TreeSet<>();

  /** No hints yet. */
  public LeaderHints(ClusterView cluster, ClientConnection client) {
    this.cluster = cluster;
    this.client = client;
    this.image = cluster.image();
  }

  /** What is known of the partition, whose leader goes into {@link #nodes}; null for nothing. */
  public @Nullable PartitionImage of(Uuid topicId, String topicName, int partition) {
    TopicImage topic =
        topicId.equals(Uuid.ZERO) ? image.topics().topic(topicName) : image.topics().topic(topicId);
    PartitionImage found = topic == null ? null : topic.partition(partition);
    if (found != null && found.hasLeader()) {
      leaders.add(found.leader());
    }
    return found;
  }

  /** Where the leaders hinted at can be reached. */
  public List<ClusterView.Node> nodes() {
    List<ClusterView.Node> nodes = new ArrayList<>();
    for (int leader : leaders) {
      ClusterView.Node node = cluster.node(image, leader, client);
      if (node != null) {
        nodes.add(node);
      }
    }
    return nodes;
  }
}
