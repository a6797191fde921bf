package io.barnabas.server.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tags of what is told again and again, made once and kept with what a scraper has made of
 * them. What was not asked for between two turns is forgotten. For one thread at a time.
 */
public final class KeptTags<K> {
  private final Function<K, Tags> make;
  private Map<K, Tags> before = Map.of();
  private Map<K, Tags> now = new HashMap<>();

  /** None yet. */
  public KeptTags(Function<K, Tags> make) {
    this.make = make;
  }

  /** Those of a subject. */
  public Tags of(K key) {
    @Nullable Tags known = now.get(key);
    if (known == null) {
      known = before.get(key);
      if (known == null) {
        known = make.apply(key);
      }
      now.put(key, known);
    }
    return known;
  }

  /** Everything has been asked for once. */
  public void turn() {
    before = now;
    now = new HashMap<>(before.size() * 2);
  }
}
