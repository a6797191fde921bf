package io.barnabas.group.record;

import io.barnabas.codec.MalformedMessageException;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.group.LegacyOffsetCommitKey;
import io.barnabas.codec.group.OffsetCommitKey;
import io.barnabas.coordinator.VersionedBytes;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the groups that the records of {@code __consumer_offsets} leave behind, those that are not
 * served included. For one thread.
 */
public final class GroupCensus {
  private final Map<String, Map<GroupKind, Set<ByteBuffer>>> records = new HashMap<>();
  private final Map<String, Set<ByteBuffer>> offsets = new HashMap<>();
  private long unreadable;

  /**
   * One group.
   *
   * @param kind {@link GroupKind#CLASSIC} also for one that has offsets and nothing else
   * @param offsets how many partitions it has committed an offset for
   */
  public record Group(String id, GroupKind kind, int offsets) {}

  /** Takes the next record of a partition into account. */
  public void add(byte[] key, byte @Nullable [] value) {
    try {
      MessageReader reader = VersionedBytes.reader(key);
      short type = reader.readInt16();
      String group = reader.readString(false);
      if (type == OffsetCommitKey.API_KEY || type == LegacyOffsetCommitKey.API_KEY) {
        count(offsets.computeIfAbsent(group, id -> new HashSet<>()), key, value);
      } else {
        count(
            records
                .computeIfAbsent(group, id -> new HashMap<>())
                .computeIfAbsent(GroupKind.ofRecordType(type), kind -> new HashSet<>()),
            key,
            value);
      }
    } catch (MalformedMessageException notAKey) {
      unreadable++;
    }
  }

  private static void count(Set<ByteBuffer> live, byte[] key, byte @Nullable [] value) {
    if (value == null) {
      live.remove(ByteBuffer.wrap(key));
    } else {
      live.add(ByteBuffer.wrap(key));
    }
  }

  /** The groups there are, by id. */
  public SortedMap<String, Group> groups() {
    SortedMap<String, Group> groups = new TreeMap<>();
    offsets.forEach(
        (id, committed) -> {
          if (!committed.isEmpty()) {
            groups.put(id, new Group(id, GroupKind.CLASSIC, committed.size()));
          }
        });
    records.forEach(
        (id, byKind) ->
            byKind.forEach(
                (kind, live) -> {
                  if (!live.isEmpty()) {
                    int committed = offsets.getOrDefault(id, Set.of()).size();
                    groups.put(id, new Group(id, kind, committed));
                  }
                }));
    return groups;
  }

  /** How many records had a key that cannot be read. */
  public long unreadable() {
    return unreadable;
  }
}
