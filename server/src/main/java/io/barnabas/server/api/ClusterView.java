package io.barnabas.server.api;

import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.Endpoint;
import io.barnabas.metadata.image.MetadataImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as a client sees it: at the addresses of its listener, and this broker where the
 * client has reached it unless {@code advertised.listeners} says otherwise. Any thread.
 */
public final class ClusterView {
  /** A broker at its address for a client. */
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

  /** The brokers in service that have the client's listener. */
  public List<Node> nodes(MetadataImage image, ClientConnection client) {
    return nodes(image, client, false);
  }

  /** The brokers that have the client's listener, those out of service as well if wanted. */
  public List<Node> nodes(MetadataImage image, ClientConnection client, boolean withFenced) {
    List<Node> nodes = new ArrayList<>();
    for (BrokerRegistration broker : image.cluster().brokers().values()) {
      Node node = at(broker, client);
      if (node != null && (withFenced || !node.fenced())) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  /** The broker in service with this id and the client's listener, or null. */
  public @Nullable Node node(MetadataImage image, int id, ClientConnection client) {
    BrokerRegistration broker = image.cluster().broker(id);
    Node node = broker == null ? null : at(broker, client);
    return node == null || node.fenced() ? null : node;
  }

  private @Nullable Node at(BrokerRegistration broker, ClientConnection client) {
    Endpoint endpoint = broker.endpoint(client.listenerName());
    if (endpoint == null) {
      return null;
    }
    ClientConnection.Address reached = broker.id() == nodeId ? client.reachedBroker() : null;
    return new Node(
        broker.id(),
        reached == null ? endpoint.host() : reached.host(),
        reached == null ? endpoint.port() : reached.port(),
        broker.rack(),
        broker.fenced());
  }
}
