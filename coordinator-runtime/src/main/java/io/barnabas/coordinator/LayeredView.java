package io.barnabas.coordinator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The view of one partition in three parts: the store, a layer of committed changes that are yet to
 * be written to it, and one layer per batch that is decided but not committed. Reads see all of
 * them, newest first, so that the next decision builds on the last one; only committed changes ever
 * reach the store. Used by one thread at a time.
 */
final class LayeredView implements MutableView {
  private static final byte[] EVERYTHING = {};

  private final ViewStore store;
  private final Deque<ViewLayer> uncommitted = new ArrayDeque<>();
  private ViewLayer committed = new ViewLayer();

  /** Whether the store has nothing in a family, as far as anybody has asked. */
  private final Map<Integer, Boolean> emptyInStore = new HashMap<>();

  LayeredView(ViewStore store) {
    this.store = store;
  }

  /** Starts a layer; changes go into it until the next one is started. */
  void begin() {
    uncommitted.addLast(new ViewLayer());
  }

  /** The oldest uncommitted layer has been committed. */
  void commitOldest() {
    committed.addAll(uncommitted.removeFirst());
  }

  int committedSize() {
    return committed.size();
  }

  /** Writes the committed layer to the store. */
  void writeCommitted(ViewPosition position) {
    store.write(committed.changes(), position);
    ViewLayer written = committed;
    committed = new ViewLayer();
    emptyInStore.replaceAll(
        (family, empty) -> written.touches(family) ? !written.puts(family) && look(family) : empty);
  }

  private boolean look(int columnFamily) {
    boolean[] empty = {true};
    store.scan(columnFamily, EVERYTHING, EVERYTHING, (key, value) -> empty[0] = false);
    return empty[0];
  }

  @Override
  public boolean isEmpty(int columnFamily) {
    if (committed.touches(columnFamily)) {
      return false;
    }
    for (ViewLayer layer : uncommitted) {
      if (layer.touches(columnFamily)) {
        return false;
      }
    }
    return emptyInStore.computeIfAbsent(columnFamily, this::look);
  }

  ViewStore store() {
    return store;
  }

  @Override
  public void put(int columnFamily, byte[] key, byte[] value) {
    uncommitted.getLast().add(new ViewChange(columnFamily, key, value));
  }

  @Override
  public void delete(int columnFamily, byte[] key) {
    uncommitted.getLast().add(new ViewChange(columnFamily, key, null));
  }

  @Override
  public byte @Nullable [] get(int columnFamily, byte[] key) {
    Iterator<ViewLayer> newestFirst = uncommitted.descendingIterator();
    while (newestFirst.hasNext()) {
      ViewChange change = newestFirst.next().find(columnFamily, key);
      if (change != null) {
        return change.value();
      }
    }
    ViewChange change = committed.find(columnFamily, key);
    if (change != null) {
      return change.value();
    }
    boolean nothing = Boolean.TRUE.equals(emptyInStore.get(columnFamily));
    return nothing ? null : store.get(columnFamily, key);
  }

  @Override
  public void scan(int columnFamily, byte[] prefix, byte[] from, ViewStore.EntryVisitor visitor) {
    NavigableMap<byte[], ViewChange> overlay = new TreeMap<>(Arrays::compareUnsigned);
    List<ViewLayer> oldestFirst = new ArrayList<>();
    oldestFirst.add(committed);
    oldestFirst.addAll(uncommitted);
    for (ViewLayer layer : oldestFirst) {
      layer
          .withPrefix(columnFamily, prefix, from)
          .forEach(change -> overlay.put(change.key(), change));
    }
    MergingVisitor merging = new MergingVisitor(overlay, visitor);
    store.scan(columnFamily, prefix, from, merging);
    merging.finish();
  }

  /** Puts the overlay's entries between and over those of the store. */
  private static final class MergingVisitor implements ViewStore.EntryVisitor {
    private final NavigableMap<byte[], ViewChange> overlay;
    private final ViewStore.EntryVisitor visitor;
    private boolean goOn = true;

    MergingVisitor(NavigableMap<byte[], ViewChange> overlay, ViewStore.EntryVisitor visitor) {
      this.overlay = overlay;
      this.visitor = visitor;
    }

    @Override
    public boolean visit(byte[] key, byte[] value) {
      drain(overlay.headMap(key, false));
      ViewChange change = overlay.remove(key);
      if (change == null) {
        goOn = goOn && visitor.visit(key, value);
      } else {
        show(change);
      }
      return goOn;
    }

    void finish() {
      drain(overlay);
    }

    private void drain(NavigableMap<byte[], ViewChange> part) {
      part.values().forEach(this::show);
      part.clear();
    }

    private void show(ViewChange change) {
      byte[] value = change.value();
      if (goOn && value != null) {
        goOn = visitor.visit(change.key(), value);
      }
    }
  }
}
