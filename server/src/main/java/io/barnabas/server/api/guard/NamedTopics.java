package io.barnabas.server.api.guard;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.server.api.ClusterView;
import org.jspecify.annotations.Nullable;

/** Topics that requests name by their ids, or else by their names. */
final class NamedTopics {
  private final ClusterView cluster;

  NamedTopics(ClusterView cluster) {
    this.cluster = cluster;
  }

  /** The name ACLs know it by; null for an id that no topic has. */
  @Nullable String name(String name, Uuid id) {
    if (id.equals(Uuid.ZERO)) {
      return name;
    }
    TopicImage known = cluster.image().topics().topic(id);
    return known == null ? null : known.name();
  }
}
