package io.barnabas.server.api.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** The parts of a request by whether they are allowed, each in the order asked. */
record Split<T>(List<T> allowed, List<T> refused) {

  /**
   * Splits by names; each name is asked about once.
   *
   * @param nameOf the resource a part is about
   */
  static <T> Split<T> of(List<T> parts, Function<T, String> nameOf, Predicate<String> may) {
    Map<String, Boolean> asked = new HashMap<>();
    return of(parts, part -> asked.computeIfAbsent(nameOf.apply(part), may::test));
  }

  /** Splits part by part. */
  static <T> Split<T> of(List<T> parts, Predicate<T> may) {
    List<T> allowed = new ArrayList<>(parts.size());
    List<T> refused = new ArrayList<>();
    for (T part : parts) {
      (may.test(part) ? allowed : refused).add(part);
    }
    return new Split<>(allowed, refused);
  }

  boolean isWhole() {
    return refused.isEmpty();
  }

  boolean isNothing() {
    return allowed.isEmpty() && !refused.isEmpty();
  }

  /** What the handler answers to the allowed parts, and a refusal for each other part. */
  <R> List<R> completed(List<R> answered, Function<T, R> refusal) {
    return joined(answered, refused.stream().map(refusal).toList());
  }

  /** These with more. */
  static <T> List<T> joined(List<T> some, List<T> more) {
    List<T> all = new ArrayList<>(some.size() + more.size());
    all.addAll(some);
    all.addAll(more);
    return all;
  }
}
