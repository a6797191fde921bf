package io.barnabas.metadata.image;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map whose next version shares all but a few nodes with this one: a hash array mapped
 * trie (Bagwell, "Ideal Hash Trees", 2001). Creating topic number 100,000 copies some four arrays
 * of at most 32 references instead of a table of 100,000.
 */
public final class PersistentMap<K, V> {
  private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(TrieNode.empty(), 0);

  private final TrieNode<K, V> root;
  private final int size;

  private PersistentMap(TrieNode<K, V> root, int size) {
    this.root = root;
    this.size = size;
  }

  @SuppressWarnings("unchecked") // holds nothing of either type
  public static <K, V> PersistentMap<K, V> empty() {
    return (PersistentMap<K, V>) EMPTY;
  }

  public int size() {
    return size;
  }

  public @Nullable V get(K key) {
    return root.get(spread(key), 0, key);
  }

  public PersistentMap<K, V> with(K key, V value) {
    int newSize = get(key) == null ? size + 1 : size;
    return new PersistentMap<>(root.with(0, new TrieLeaf<>(spread(key), key, value)), newSize);
  }

  public PersistentMap<K, V> without(K key) {
    if (get(key) == null) {
      return this;
    }
    TrieNode<K, V> rest = root.without(spread(key), 0, key);
    return rest == null ? empty() : new PersistentMap<>(rest, size - 1);
  }

  public void forEach(BiConsumer<? super K, ? super V> visitor) {
    root.forEach(visitor);
  }

  /** The trie consumes hashes from the low end; keys that differ only high up must differ there. */
  private static int spread(Object key) {
    int hash = key.hashCode() * 0x9E3779B9;
    return hash ^ (hash >>> 16);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof PersistentMap)) {
      return false;
    }
    PersistentMap<?, ?> that = (PersistentMap<?, ?>) other;
    return size == that.size && (root == that.root || containsAll(that));
  }

  @SuppressWarnings("unchecked") // a key of another type is simply not found
  private boolean containsAll(PersistentMap<?, ?> that) {
    boolean[] same = {true};
    that.forEach((key, value) -> same[0] = same[0] && value != null && value.equals(get((K) key)));
    return same[0];
  }

  @Override
  public int hashCode() {
    int[] sum = {0};
    forEach((key, value) -> sum[0] += key.hashCode() ^ value.hashCode());
    return sum[0];
  }
}
