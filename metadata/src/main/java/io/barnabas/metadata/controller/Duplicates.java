package io.barnabas.metadata.controller;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Finds what a request names more than once. */
final class Duplicates {
  private Duplicates() {}

  /** The keys that at least two items have. */
  static <T, K> Set<K> of(List<T> items, Function<T, K> key) {
    Set<K> seen = new HashSet<>();
    Set<K> duplicates = new HashSet<>();
    for (T item : items) {
      K itemKey = key.apply(item);
      if (!seen.add(itemKey)) {
        duplicates.add(itemKey);
      }
    }
    return duplicates;
  }
}
