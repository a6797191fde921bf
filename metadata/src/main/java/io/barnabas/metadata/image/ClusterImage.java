package io.barnabas.metadata.image;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the cluster.
 *
 * @param brokers by node id, ascending
 * @param controllers by node id, ascending
 */
public record ClusterImage(
    SortedMap<Integer, BrokerRegistration> brokers,
    SortedMap<Integer, ControllerRegistration> controllers) {
  public static final ClusterImage EMPTY = new ClusterImage(new TreeMap<>(), new TreeMap<>());

  public ClusterImage {
    brokers = copyOf(brokers);
    controllers = copyOf(controllers);
  }

  public @Nullable BrokerRegistration broker(int id) {
    return brokers.get(id);
  }

  /** Whether the broker is registered and may lead and be in sync. */
  public boolean isActive(int id) {
    BrokerRegistration broker = brokers.get(id);
    return broker != null && broker.isActive();
  }

  private static <T> SortedMap<Integer, T> copyOf(Map<Integer, T> nodes) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
  }
}
