package io.barnabas.metadata.image;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Two or more keys that share all bits of their hash. */
record TrieCollision<K, V>(List<TrieLeaf<K, V>> leaves) implements TrieNode<K, V> {

  TrieCollision(TrieLeaf<K, V> first, TrieLeaf<K, V> second) {
    this(List.of(first, second));
  }

  @Override
  public @Nullable V get(int hash, int shift, K key) {
    for (TrieLeaf<K, V> leaf : leaves) {
      if (leaf.key().equals(key)) {
        return leaf.value();
      }
    }
    return null;
  }

  @Override
  public TrieNode<K, V> with(int shift, TrieLeaf<K, V> leaf) {
    List<TrieLeaf<K, V>> changed = others(leaf.key());
    changed.add(leaf);
    return new TrieCollision<>(List.copyOf(changed));
  }

  @Override
  public TrieNode<K, V> without(int hash, int shift, K key) {
    List<TrieLeaf<K, V>> rest = others(key);
    return rest.size() == 1 ? rest.get(0) : new TrieCollision<>(List.copyOf(rest));
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> visitor) {
    leaves.forEach(leaf -> leaf.forEach(visitor));
  }

  private List<TrieLeaf<K, V>> others(K key) {
    List<TrieLeaf<K, V>> others = new ArrayList<>(leaves);
    others.removeIf(leaf -> leaf.key().equals(key));
    return others;
  }
}
