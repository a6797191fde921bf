package io.barnabas.coordinator;

import org.jspecify.annotations.Nullable;

/** One put or, with a null value, one deletion in a view. */
public final class ViewChange {
  private final int columnFamily;
  private final byte[] key;
  private final byte @Nullable [] value;

  public ViewChange(int columnFamily, byte[] key, byte @Nullable [] value) {
    this.columnFamily = columnFamily;
    this.key = key;
    this.value = value;
  }

  public int columnFamily() {
    return columnFamily;
  }

  public byte[] key() {
    return key;
  }

  public byte @Nullable [] value() {
    return value;
  }
}
