package io.barnabas.metadata.image;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A node of a {@link PersistentMap}; {@code shift} is how many bits of the hash lead to it. */
interface TrieNode<K, V> {
  int BITS = 5;
  int HASH_BITS = 32;

  @Nullable V get(int hash, int shift, K key);

  TrieNode<K, V> with(int shift, TrieLeaf<K, V> leaf);

  /** The node without the key, which it contains; null if nothing is left. */
  @Nullable TrieNode<K, V> without(int hash, int shift, K key);

  void forEach(BiConsumer<? super K, ? super V> visitor);

  static <K, V> TrieNode<K, V> empty() {
    return TrieBranch.none();
  }

  /** A node that holds two leaves with different keys. */
  static <K, V> TrieNode<K, V> pair(int shift, TrieLeaf<K, V> first, TrieLeaf<K, V> second) {
    if (shift >= HASH_BITS) {
      return new TrieCollision<>(first, second);
    }
    return TrieBranch.<K, V>none().with(shift, first).with(shift, second);
  }
}
