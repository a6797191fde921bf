package io.barnabas.benchmarks.pieces;

import io.barnabas.coordinator.ViewChange;
import io.barnabas.coordinator.ViewPosition;
import io.barnabas.coordinator.ViewStore;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A view in memory. */
final class MapView implements ViewStore {
  private static final int FAMILIES = 8;

  private final NavigableMap<byte[], byte[]>[] families;
  private @Nullable ViewPosition position;

  @SuppressWarnings({"unchecked", "rawtypes"}) // There are no arrays of generic types.
  MapView() {
    families = new NavigableMap[FAMILIES];
    Arrays.setAll(families, each -> new TreeMap<byte[], byte[]>(Arrays::compareUnsigned));
  }

  @Override
  public @Nullable ViewPosition position() {
    return position;
  }

  @Override
  public byte @Nullable [] get(int columnFamily, byte[] key) {
    return families[columnFamily].get(key);
  }

  @Override
  public void scan(int columnFamily, byte[] prefix, byte[] from, EntryVisitor visitor) {
    for (var entry : families[columnFamily].tailMap(from, true).entrySet()) {
      byte[] key = entry.getKey();
      if (key.length < prefix.length
          || !Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)
          || !visitor.visit(key, entry.getValue())) {
        return;
      }
    }
  }

  @Override
  public void write(List<ViewChange> changes, ViewPosition reached) {
    for (ViewChange change : changes) {
      byte[] value = change.value();
      if (value == null) {
        families[change.columnFamily()].remove(change.key());
      } else {
        families[change.columnFamily()].put(change.key(), value);
      }
    }
    position = reached;
  }

  @Override
  public void discard() {
    Arrays.stream(families).forEach(NavigableMap::clear);
    position = null;
  }

  @Override
  public void sync() {
    // Nothing outlives this.
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
