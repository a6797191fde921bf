package io.barnabas.server.api;

import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.Endpoint;
import io.barnabas.metadata.image.MetadataImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The cluster as clients of one listener see it. Any thread. */
public final class ClusterView {
  /** A broker at its address for a listener. */
  public record Node(int id, String host, int port, @Nullable String rack, boolean fenced) {}

  private final int nodeId;
  private final String clusterId;
  private final Supplier<MetadataImage> images;

  /**
   * A view.
   *
   * @param nodeId this broker
   * @param clusterId the cluster's id in Kafka's text form
   * @param images the newest published image
   */
  public ClusterView(int nodeId, String clusterId, Supplier<MetadataImage> images) {
    this.nodeId = nodeId;
    this.clusterId = clusterId;
    this.images = images;
  }

  public int nodeId() {
    return nodeId;
  }

  public String clusterId() {
    return clusterId;
  }

  /** The newest image; take it once per request. */
  public MetadataImage image() {
    return images.get();
  }

  /** The brokers in service that have this listener. */
  public List<Node> nodes(MetadataImage image, String listener) {
    return nodes(image, listener, false);
  }

  /** The brokers that have this listener, those out of service as well if wanted. */
  public List<Node> nodes(MetadataImage image, String listener, boolean withFenced) {
    List<Node> nodes = new ArrayList<>();
    for (BrokerRegistration broker : image.cluster().brokers().values()) {
      Node node = at(broker, listener);
      if (node != null && (withFenced || !node.fenced())) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  /** The broker in service with this id and listener, or null. */
  public @Nullable Node node(MetadataImage image, int id, String listener) {
    BrokerRegistration broker = image.cluster().broker(id);
    Node node = broker == null ? null : at(broker, listener);
    return node == null || node.fenced() ? null : node;
  }

  private static @Nullable Node at(BrokerRegistration broker, String listener) {
    Endpoint endpoint = broker.endpoint(listener);
    return endpoint == null
        ? null
        : new Node(broker.id(), endpoint.host(), endpoint.port(), broker.rack(), broker.fenced());
  }
}
