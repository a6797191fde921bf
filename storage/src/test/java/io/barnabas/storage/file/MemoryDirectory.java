package io.barnabas.storage.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The names in a directory: as they are, and what was done to them since they were synced. */
final class MemoryDirectory implements MemoryNode {
  /** A name that is another's now: {@code node} is null where it is gone. */
  private record Entry(String name, @Nullable MemoryNode node) {}

  private final Map<String, MemoryNode> entries = new TreeMap<>();
  private final Map<String, MemoryNode> durable = new TreeMap<>();

  /** Each all or nothing. */
  private final List<List<Entry>> unsynced = new ArrayList<>();

  Map<String, MemoryNode> entries() {
    return entries;
  }

  void put(String name, MemoryNode node) {
    change(List.of(new Entry(name, node)));
  }

  void remove(String name) {
    change(List.of(new Entry(name, null)));
  }

  void rename(String from, String to) {
    change(List.of(new Entry(to, entries.get(from)), new Entry(from, null)));
  }

  private void change(List<Entry> changed) {
    unsynced.add(changed);
    apply(changed);
  }

  private void apply(List<Entry> changed) {
    for (Entry entry : changed) {
      if (entry.node == null) {
        entries.remove(entry.name);
      } else {
        entries.put(entry.name, entry.node);
      }
    }
  }

  void sync() {
    durable.clear();
    durable.putAll(entries);
    unsynced.clear();
  }

  /**
   * Of what was done since the last sync the disk has nothing, or what was done first, or any of
   * it: file systems without an order between their operations do that.
   */
  @Override
  public void losePower(Random random) {
    entries.clear();
    entries.putAll(durable);
    if (!unsynced.isEmpty()) {
      int fate = random.nextInt(3);
      int first = fate == 1 ? random.nextInt(unsynced.size() + 1) : 0;
      for (int i = 0; i < unsynced.size(); i++) {
        if (fate == 1 ? i < first : fate == 2 && random.nextBoolean()) {
          apply(unsynced.get(i));
        }
      }
    }
    sync();
    entries.values().forEach(node -> node.losePower(random));
  }
}
