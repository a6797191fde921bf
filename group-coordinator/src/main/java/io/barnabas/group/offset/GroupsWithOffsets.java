package io.barnabas.group.offset;

import io.barnabas.coordinator.View;
import io.barnabas.coordinator.ViewStore;
import io.barnabas.group.record.GroupRecordSerde;
import io.barnabas.group.record.GroupViewKeys;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the groups that have offsets, committed or pending, without reading all of them: a group
 * with many is jumped over.
 */
public final class GroupsWithOffsets {
  /** Reading on is cheaper than looking for the next group, up to about so many entries. */
  private static final int ENTRIES_BEFORE_JUMP = 32;

  private GroupsWithOffsets() {}

  /** Visits the id of each group, twice if it has offsets of both sorts. */
  public static void visit(View view, Consumer<String> visitor) {
    visit(GroupViewKeys.OFFSETS, view, visitor);
    visit(GroupViewKeys.PENDING, view, visitor);
  }

  private static void visit(int family, View view, Consumer<String> visitor) {
    Walk walk = new Walk(visitor);
    byte[] from = GroupViewKeys.allOffsets();
    while (from != null) {
      walk.jumpTo = null;
      view.scan(family, GroupViewKeys.allOffsets(), from, walk);
      from = walk.jumpTo;
    }
  }

  private static final class Walk implements ViewStore.EntryVisitor {
    private final Consumer<String> visitor;
    private byte @Nullable [] prefix;
    private byte @Nullable [] jumpTo;
    private int entries;

    Walk(Consumer<String> visitor) {
      this.visitor = visitor;
    }

    @Override
    public boolean visit(byte[] key, byte[] value) {
      byte[] current = prefix;
      if (current == null || !startsWith(key, current)) {
        String groupId = GroupRecordSerde.readGroupIdOfOffset(key);
        prefix = GroupViewKeys.offsetsOf(groupId);
        entries = 0;
        visitor.accept(groupId);
      } else if (++entries == ENTRIES_BEFORE_JUMP) {
        jumpTo = GroupViewKeys.behind(current);
        return false;
      }
      return true;
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
      return key.length >= prefix.length
          && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
  }
}
