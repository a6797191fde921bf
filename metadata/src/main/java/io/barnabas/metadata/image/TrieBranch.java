package io.barnabas.metadata.image;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Up to 32 children, stored without gaps; bit {@code i} of the bitmap tells whether child i exists.
 */
final class TrieBranch<K, V> implements TrieNode<K, V> {
  private static final TrieBranch<?, ?> NONE = new TrieBranch<>(0, new TrieNode<?, ?>[0]);

  private final int bitmap;
  private final TrieNode<?, ?>[] children;

  private TrieBranch(int bitmap, TrieNode<?, ?>[] children) {
    this.bitmap = bitmap;
    this.children = children;
  }

  @SuppressWarnings("unchecked") // holds nothing of either type
  static <K, V> TrieBranch<K, V> none() {
    return (TrieBranch<K, V>) NONE;
  }

  @Override
  public @Nullable V get(int hash, int shift, K key) {
    int bit = bit(hash, shift);
    return (bitmap & bit) == 0 ? null : child(position(bit)).get(hash, shift + BITS, key);
  }

  @Override
  public TrieNode<K, V> with(int shift, TrieLeaf<K, V> leaf) {
    int bit = bit(leaf.hash(), shift);
    int position = position(bit);
    if ((bitmap & bit) != 0) {
      return replaced(position, child(position).with(shift + BITS, leaf));
    }
    TrieNode<?, ?>[] grown = new TrieNode<?, ?>[children.length + 1];
    System.arraycopy(children, 0, grown, 0, position);
    grown[position] = leaf;
    System.arraycopy(children, position, grown, position + 1, children.length - position);
    return new TrieBranch<>(bitmap | bit, grown);
  }

  @Override
  public @Nullable TrieNode<K, V> without(int hash, int shift, K key) {
    int bit = bit(hash, shift);
    int position = position(bit);
    TrieNode<K, V> rest = child(position).without(hash, shift + BITS, key);
    if (rest != null) {
      return replaced(position, rest);
    }
    if (children.length == 1) {
      return null;
    }
    TrieNode<?, ?>[] shrunk = new TrieNode<?, ?>[children.length - 1];
    System.arraycopy(children, 0, shrunk, 0, position);
    System.arraycopy(children, position + 1, shrunk, position, shrunk.length - position);
    return new TrieBranch<>(bitmap & ~bit, shrunk);
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> visitor) {
    for (int position = 0; position < children.length; position++) {
      child(position).forEach(visitor);
    }
  }

  private TrieBranch<K, V> replaced(int position, TrieNode<K, V> child) {
    TrieNode<?, ?>[] changed = children.clone();
    changed[position] = child;
    return new TrieBranch<>(bitmap, changed);
  }

  @SuppressWarnings("unchecked") // only nodes of these types are ever put in
  private TrieNode<K, V> child(int position) {
    return (TrieNode<K, V>) children[position];
  }

  private static int bit(int hash, int shift) {
    return 1 << ((hash >>> shift) & ((1 << BITS) - 1));
  }

  private int position(int bit) {
    return Integer.bitCount(bitmap & (bit - 1));
  }
}
