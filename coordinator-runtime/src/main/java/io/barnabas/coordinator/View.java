package io.barnabas.coordinator;

import org.jspecify.annotations.Nullable;

/**
 * A shard's view as rules see it: everything applied so far, committed or not. Arrays must not be
 * changed.
 */
public interface View {

  byte @Nullable [] get(int columnFamily, byte[] key);

  /**
   * Whether a family has no entries, for all that is known: true only if it has none, and false as
   * well where all there were have gone lately. In memory, but for the first question after a load.
   */
  boolean isEmpty(int columnFamily);

  /**
   * Visits entries whose key starts with {@code prefix}, in unsigned key order, until the visitor
   * returns false.
   */
  default void scan(int columnFamily, byte[] prefix, ViewStore.EntryVisitor visitor) {
    scan(columnFamily, prefix, prefix, visitor);
  }

  /** Likewise, but only entries whose key is not below {@code from}. */
  void scan(int columnFamily, byte[] prefix, byte[] from, ViewStore.EntryVisitor visitor);
}
