package io.barnabas.group.classic;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The live groups of one shard. */
public final class Groups {
  private final Map<String, ClassicGroup> groups = new HashMap<>();
  private final MemberMemory.Share memory;

  /** None yet; what they take, but for their members, is noted there. */
  public Groups(MemberMemory.Share memory) {
    this.memory = memory;
  }

  /** Whether there is room for one more, without members. */
  public boolean hasRoomFor(String groupId, long nowMs) {
    return memory.hasRoomForGroup(groupId, nowMs);
  }

  public @Nullable ClassicGroup find(String groupId) {
    return groups.get(groupId);
  }

  public void put(ClassicGroup group) {
    if (groups.put(group.groupId(), group) == null) {
      memory.known(group.groupId());
    }
  }

  public void remove(ClassicGroup group) {
    if (groups.remove(group.groupId()) != null) {
      memory.forgotten(group.groupId());
    }
  }

  public Collection<ClassicGroup> all() {
    return Collections.unmodifiableCollection(groups.values());
  }
}
