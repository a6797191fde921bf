package io.barnabas.server.api;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one request asks for more than once. Answered again, as Apache Kafka does, but not without
 * end: a small request that repeats itself must not make a huge answer. For one thread.
 *
 * @param <T> what is asked for
 */
public final class Repeats<T> {
  /** More than any client asks for by mistake. */
  private static final int MOST = 100;

  private final Set<T> seen = new HashSet<>();
  private int repeats;

  /** Whether this is to be answered. */
  public boolean take(T asked) {
    return seen.add(asked) || ++repeats <= MOST;
  }

  /** A list without the repeats that are not to be answered. */
  public static <T> List<T> bounded(List<T> asked) {
    return asked.stream().filter(new Repeats<T>()::take).toList();
  }
}
