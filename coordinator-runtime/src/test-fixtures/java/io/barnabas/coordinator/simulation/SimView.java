package io.barnabas.coordinator.simulation;

import io.barnabas.coordinator.ViewChange;
import io.barnabas.coordinator.ViewDamagedException;
import io.barnabas.coordinator.ViewPosition;
import io.barnabas.coordinator.ViewStore;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A view in memory that falls back to what was last flushed when the world crashes. */
public final class SimView implements ViewStore {
  private final Random random;
  private NavigableMap<byte[], byte[]> entries = empty();
  private @Nullable ViewPosition position;
  private NavigableMap<byte[], byte[]> flushedEntries = empty();
  private @Nullable ViewPosition flushedPosition;
  private boolean damaged;
  private boolean open;

  public SimView(Random random) {
    this.random = random;
  }

  private static NavigableMap<byte[], byte[]> empty() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }

  SimView opened() {
    if (open) {
      throw new AssertionError("a view was opened twice");
    }
    open = true;
    return this;
  }

  public boolean isOpen() {
    return open;
  }

  /** What was written since the last flush is gone. */
  public void crash() {
    entries = empty();
    entries.putAll(flushedEntries);
    position = flushedPosition;
    open = false;
  }

  /** The files are gone. */
  public void lose() {
    discard();
    open = false;
  }

  /** The files cannot be read until they are discarded. */
  public void damage() {
    damaged = true;
  }

  @Override
  public @Nullable ViewPosition position() {
    check();
    return position;
  }

  @Override
  public byte @Nullable [] get(int columnFamily, byte[] key) {
    check();
    return entries.get(withFamily(columnFamily, key));
  }

  @Override
  public void scan(int columnFamily, byte[] prefix, byte[] from, EntryVisitor visitor) {
    check();
    byte[] start = withFamily(columnFamily, from);
    byte[] wanted = withFamily(columnFamily, prefix);
    for (var entry : entries.tailMap(start, true).entrySet()) {
      byte[] key = entry.getKey();
      if (key.length < wanted.length
          || !Arrays.equals(key, 0, wanted.length, wanted, 0, wanted.length)
          || !visitor.visit(Arrays.copyOfRange(key, 1, key.length), entry.getValue())) {
        return;
      }
    }
  }

  @Override
  public void write(List<ViewChange> changes, ViewPosition newPosition) {
    check();
    for (ViewChange change : changes) {
      byte[] key = withFamily(change.columnFamily(), change.key());
      byte[] value = change.value();
      if (value == null) {
        entries.remove(key);
      } else {
        entries.put(key, value);
      }
    }
    position = newPosition;
    if (random.nextInt(4) == 0) {
      sync();
    }
  }

  @Override
  public void discard() {
    entries = empty();
    position = null;
    damaged = false;
    sync();
  }

  @Override
  public void sync() {
    flushedEntries = empty();
    flushedEntries.putAll(entries);
    flushedPosition = position;
  }

  @Override
  public void close() {
    open = false;
  }

  private void check() {
    if (!open) {
      throw new AssertionError("a closed view was used");
    }
    if (damaged) {
      throw new ViewDamagedException("simulated damage");
    }
  }

  private static byte[] withFamily(int columnFamily, byte[] key) {
    byte[] prefixed = new byte[key.length + 1];
    prefixed[0] = (byte) columnFamily;
    System.arraycopy(key, 0, prefixed, 1, key.length);
    return prefixed;
  }
}
