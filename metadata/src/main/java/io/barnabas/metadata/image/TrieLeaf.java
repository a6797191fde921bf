package io.barnabas.metadata.image;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One key and its value. */
record TrieLeaf<K, V>(int hash, K key, V value) implements TrieNode<K, V> {

  @Override
  public @Nullable V get(int wantedHash, int shift, K wanted) {
    return hash == wantedHash && key.equals(wanted) ? value : null;
  }

  @Override
  public TrieNode<K, V> with(int shift, TrieLeaf<K, V> leaf) {
    return key.equals(leaf.key) ? leaf : TrieNode.pair(shift, this, leaf);
  }

  @Override
  public @Nullable TrieNode<K, V> without(int unwantedHash, int shift, K unwanted) {
    return null;
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> visitor) {
    visitor.accept(key, value);
  }
}
