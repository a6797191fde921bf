package io.barnabas.coordinator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes on top of a view store that are not in it yet, newest per key; deletions are entries too.
 */
final class ViewLayer {
  private final Map<Integer, NavigableMap<byte[], ViewChange>> families = new HashMap<>();
  private int size;

  void add(ViewChange change) {
    NavigableMap<byte[], ViewChange> family =
        families.computeIfAbsent(
            change.columnFamily(), number -> new TreeMap<>(Arrays::compareUnsigned));
    if (family.put(change.key(), change) == null) {
      size++;
    }
  }

  void addAll(ViewLayer newer) {
    newer.families.values().forEach(family -> family.values().forEach(this::add));
  }

  /** Whether there is any change of a family. */
  boolean touches(int columnFamily) {
    return families.containsKey(columnFamily);
  }

  /** Whether there is any that is not a deletion. */
  boolean puts(int columnFamily) {
    NavigableMap<byte[], ViewChange> family = families.get(columnFamily);
    return family != null && family.values().stream().anyMatch(change -> change.value() != null);
  }

  @Nullable ViewChange find(int columnFamily, byte[] key) {
    NavigableMap<byte[], ViewChange> family = families.get(columnFamily);
    return family == null ? null : family.get(key);
  }

  /** The changes at keys with the prefix and not below {@code from}, in key order. */
  List<ViewChange> withPrefix(int columnFamily, byte[] prefix, byte[] from) {
    NavigableMap<byte[], ViewChange> family = families.get(columnFamily);
    if (family == null) {
      return List.of();
    }
    List<ViewChange> found = new ArrayList<>();
    byte[] start = Arrays.compareUnsigned(from, prefix) > 0 ? from : prefix;
    for (ViewChange change : family.tailMap(start, true).values()) {
      if (!startsWith(change.key(), prefix)) {
        break;
      }
      found.add(change);
    }
    return found;
  }

  List<ViewChange> changes() {
    List<ViewChange> all = new ArrayList<>(size);
    families.values().forEach(family -> all.addAll(family.values()));
    return all;
  }

  int size() {
    return size;
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
