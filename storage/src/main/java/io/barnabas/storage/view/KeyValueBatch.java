package io.barnabas.storage.view;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes that become visible and durable together. Arrays are handed over. Not thread-safe. */
public final class KeyValueBatch {
  /** A put; a deletion where there is no value; a deletion up to {@code end} where there is one. */
  record Change(int family, byte[] key, byte @Nullable [] value, byte @Nullable [] end) {}

  private final List<Change> changes = new ArrayList<>();

  public KeyValueBatch put(int family, byte[] key, byte[] value) {
    changes.add(new Change(family, key, value, null));
    return this;
  }

  public KeyValueBatch delete(int family, byte[] key) {
    changes.add(new Change(family, key, null, null));
    return this;
  }

  /** Deletes all keys from {@code from}, included, to {@code to}, excluded. */
  public KeyValueBatch deleteRange(int family, byte[] from, byte[] to) {
    changes.add(new Change(family, from, null, to));
    return this;
  }

  public int size() {
    return changes.size();
  }

  List<Change> changes() {
    return changes;
  }
}
