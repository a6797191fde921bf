package io.barnabas.metadata.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Entries put into and taken out of a {@link PersistentMap}, on their way into the next one. */
final class MapDelta<K, V> {
  private final PersistentMap<K, V> base;
  private final Map<K, Optional<V>> changes = new LinkedHashMap<>();

  MapDelta(PersistentMap<K, V> base) {
    this.base = base;
  }

  /** The keys that were put or removed. */
  Set<K> changed() {
    return Collections.unmodifiableSet(changes.keySet());
  }

  @Nullable V get(K key) {
    Optional<V> change = changes.get(key);
    return change == null ? base.get(key) : change.orElse(null);
  }

  void put(K key, V value) {
    changes.put(key, Optional.of(value));
  }

  void remove(K key) {
    changes.put(key, Optional.empty());
  }

  PersistentMap<K, V> apply() {
    PersistentMap<K, V> result = base;
    for (Map.Entry<K, Optional<V>> change : changes.entrySet()) {
      @Nullable V value = change.getValue().orElse(null);
      result =
          value == null ? result.without(change.getKey()) : result.with(change.getKey(), value);
    }
    return result;
  }
}
