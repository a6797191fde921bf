package io.barnabas.group.classic;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The live groups of one shard. */
public final class Groups {
  private final Map<String, ClassicGroup> groups = new HashMap<>();

  public @Nullable ClassicGroup find(String groupId) {
    return groups.get(groupId);
  }

  public void put(ClassicGroup group) {
    groups.put(group.groupId(), group);
  }

  public void remove(ClassicGroup group) {
    groups.remove(group.groupId());
  }

  public Collection<ClassicGroup> all() {
    return Collections.unmodifiableCollection(groups.values());
  }
}
