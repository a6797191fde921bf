package io.barnabas.group.classic;

import io.barnabas.coordinator.HeapBudget;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds what groups and their members take of the heap. Each member may be as large as a request,
 * and stays when the request is done: some hundred that say much of themselves would take all there
 * is. So would groups that have nothing but committed offsets, whose ids clients choose: these may
 * not have the last quarter, and so never keep members out. Safe for use by many threads.
 */
public final class MemberMemory {
  /** Of a group without members, besides its id. */
  private static final long BYTES_PER_GROUP = 450;

  private final HeapBudget budget;

  public MemberMemory(long mostBytes) {
    this.budget = new HeapBudget("Groups and their members", "", mostBytes);
  }

  /** For the groups of a partition, which are loaded now: what there was of them before is gone. */
  public Share of(int partition) {
    return new Share(budget.of(partition));
  }

  /** What a group takes that has no members. */
  static long bytesOf(String groupId) {
    return BYTES_PER_GROUP + (long) Character.BYTES * groupId.length();
  }

  /** What the groups of one partition take. Of the thread that has them. */
  public static final class Share {
    private final HeapBudget.Share budget;
    private final Map<String, Long> byGroup = new HashMap<>();

    private Share(HeapBudget.Share budget) {
      this.budget = budget;
    }

    /** Whether so much more may be taken. */
    boolean hasRoomFor(long more, long nowMs) {
      return budget.hasRoomFor(more, nowMs);
    }

    /** Whether there may be one more group that has nothing but offsets. */
    boolean hasRoomForGroup(String groupId, long nowMs) {
      return budget.hasRoomForNew(bytesOf(groupId), nowMs);
    }

    void known(String groupId) {
      budget.add(bytesOf(groupId));
    }

    void forgotten(String groupId) {
      budget.add(-bytesOf(groupId));
    }

    /** Notes what the members of a group take now; 0 without any. */
    void note(String groupId, long now) {
      Long before = now == 0 ? byGroup.remove(groupId) : byGroup.put(groupId, now);
      budget.add(now - (before == null ? 0 : before));
    }
  }
}
