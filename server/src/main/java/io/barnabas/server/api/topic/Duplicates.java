package io.barnabas.server.api.topic;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds what a request names more than once, which is refused rather than guessed at. */
final class Duplicates {
  private Duplicates() {}

  static <T> Set<T> of(Collection<T> items) {
    Set<T> seen = new HashSet<>();
    Set<T> repeated = new LinkedHashSet<>();
    for (T item : items) {
      if (!seen.add(item)) {
        repeated.add(item);
      }
    }
    return repeated;
  }
}
