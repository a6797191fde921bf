package io.barnabas.group.classic;

import io.barnabas.group.message.GroupFault;
import io.barnabas.group.record.StoredGroup;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The live state of a classic group. Invariants: static members and their instance ids map one to
 * one; the leader is a member; a group without members has no leader.
 */
public final class ClassicGroup {
  /** {@link #initialDelayLeftMs} while the rebalance is not a group's first. */
  static final int NO_INITIAL_DELAY = -1;

  private final String groupId;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<String, String> staticMembers = new HashMap<>();
  private final Set<String> pendingMembers = new LinkedHashSet<>();
  private long pendingBytes;
  private final Set<String> pendingSyncs = new LinkedHashSet<>();
  private GroupState state = GroupState.EMPTY;
  private GroupState previousState = GroupState.EMPTY;
  private long stateTimestamp;
  private String protocolType = "";
  private int generationId;
  private @Nullable String protocolName;
  private @Nullable String leader;
  private boolean newMemberAdded;
  private int initialDelayLeftMs = NO_INITIAL_DELAY;
  private boolean stored;

  /** A new group, empty since {@code nowMs}. */
  public ClassicGroup(String groupId, long nowMs) {
    this.groupId = groupId;
    this.stateTimestamp = nowMs;
  }

  /** A group as it was stored: with members it is stable, and its sessions begin anew. */
  public static ClassicGroup restore(String groupId, StoredGroup stored) {
    ClassicGroup group = new ClassicGroup(groupId, stored.stateTimestamp());
    group.protocolType = stored.protocolType();
    group.generationId = stored.generationId();
    group.stored = true;
    String protocolName = stored.protocolName();
    if (!stored.members().isEmpty() && protocolName != null) {
      group.protocolName = protocolName;
      stored.members().forEach(member -> group.add(Member.stored(member, protocolName)));
      group.leader = stored.leader();
      group.state = GroupState.STABLE;
      group.previousState = GroupState.COMPLETING_REBALANCE;
    }
    return group;
  }

  public StoredGroup toStored() {
    String name = protocolName;
    List<StoredGroup.Member> storedMembers =
        name == null
            ? List.of()
            : members.values().stream().map(member -> member.toStored(name)).toList();
    return new StoredGroup(protocolType, generationId, name, leader, stateTimestamp, storedMembers);
  }

  public String groupId() {
    return groupId;
  }

  public GroupState state() {
    return state;
  }

  GroupState previousState() {
    return previousState;
  }

  public boolean isIn(GroupState expected) {
    return state == expected;
  }

  void transitionTo(GroupState next, long nowMs) {
    previousState = state;
    state = next;
    stateTimestamp = nowMs;
  }

  /**
   * When the group last changed its state, milliseconds since the epoch; -1 if that is not known.
   */
  public long stateTimestamp() {
    return stateTimestamp;
  }

  public String protocolType() {
    return protocolType;
  }

  public @Nullable String protocolName() {
    return protocolName;
  }

  public int generationId() {
    return generationId;
  }

  public @Nullable String leader() {
    return leader;
  }

  boolean isLeader(String memberId) {
    return memberId.equals(leader);
  }

  void lead(String memberId) {
    leader = memberId;
  }

  public Collection<Member> members() {
    return Collections.unmodifiableCollection(members.values());
  }

  public @Nullable Member member(String memberId) {
    return members.get(memberId);
  }

  /** The id of the static member of this name. */
  @Nullable String staticMemberId(String groupInstanceId) {
    return staticMembers.get(groupInstanceId);
  }

  void add(Member member) {
    if (members.isEmpty()) {
      leader = member.memberId();
    }
    members.put(member.memberId(), member);
    String instanceId = member.groupInstanceId();
    if (instanceId != null) {
      staticMembers.put(instanceId, member.memberId());
    }
    expectNoMore(member.memberId());
  }

  /** Sets the protocol type, which the first member of an empty group chooses. */
  void chooseProtocolType(String type) {
    protocolType = type;
  }

  void remove(Member member) {
    members.remove(member.memberId());
    pendingSyncs.remove(member.memberId());
    String instanceId = member.groupInstanceId();
    if (instanceId != null) {
      staticMembers.remove(instanceId);
    }
    if (isLeader(member.memberId())) {
      leader = members.isEmpty() ? null : members.keySet().iterator().next();
    }
  }

  /**
   * Puts a static member under its new id; it keeps its place, its assignment and its leadership.
   */
  Member replace(Member old, String newMemberId) {
    Member renamed = old.withId(newMemberId);
    Map<String, Member> inOrder = new LinkedHashMap<>();
    members
        .values()
        .forEach(
            member -> {
              Member kept = member == old ? renamed : member;
              inOrder.put(kept.memberId(), kept);
            });
    members.clear();
    members.putAll(inOrder);
    staticMembers.replaceAll((name, id) -> id.equals(old.memberId()) ? newMemberId : id);
    if (pendingSyncs.remove(old.memberId())) {
      pendingSyncs.add(newMemberId);
    }
    if (isLeader(old.memberId())) {
      leader = newMemberId;
    }
    return renamed;
  }

  /** Members that were given an id and are expected to come back with it (KIP-394). */
  public Set<String> pendingMembers() {
    return Collections.unmodifiableSet(pendingMembers);
  }

  /** A member is given an id. */
  void expect(String memberId) {
    if (pendingMembers.add(memberId)) {
      pendingBytes += Member.bytes(memberId);
    }
  }

  /** It has come, or will not; whether it was expected. */
  boolean expectNoMore(String memberId) {
    boolean was = pendingMembers.remove(memberId);
    pendingBytes -= was ? Member.bytes(memberId) : 0;
    return was;
  }

  /** What its members take of the heap, about. */
  long memberBytes() {
    return pendingBytes + members.values().stream().mapToLong(Member::bytes).sum();
  }

  /** Members of this generation that have not asked for their assignment yet. */
  Set<String> pendingSyncs() {
    return pendingSyncs;
  }

  boolean newMemberAdded() {
    return newMemberAdded;
  }

  void newMemberAdded(boolean added) {
    newMemberAdded = added;
  }

  /** How much longer the first rebalance may be put off for further members, in milliseconds. */
  int initialDelayLeftMs() {
    return initialDelayLeftMs;
  }

  void initialDelayLeftMs(int leftMs) {
    initialDelayLeftMs = leftMs;
  }

  /**
   * Whether the log knows of this group; one that it does not know can be dropped without a trace.
   */
  public boolean isStored() {
    return stored;
  }

  public void markStored() {
    stored = true;
  }

  /** The longest rebalance timeout of the members. */
  int rebalanceTimeoutMs() {
    return members.values().stream().mapToInt(Member::rebalanceTimeoutMs).max().orElse(0);
  }

  int awaitingJoinCount() {
    return (int) members.values().stream().filter(member -> member.awaitingJoin() != null).count();
  }

  boolean allMembersJoined() {
    return pendingMembers.isEmpty() && awaitingJoinCount() == members.size();
  }

  /** Begins the next generation with the members there are; without members the group is empty. */
  void nextGeneration(long nowMs) {
    generationId = generationId == Integer.MAX_VALUE ? 1 : generationId + 1;
    pendingSyncs.clear();
    if (members.isEmpty()) {
      protocolName = null;
      transitionTo(GroupState.EMPTY, nowMs);
    } else {
      protocolName = Protocols.select(members.values());
      transitionTo(GroupState.COMPLETING_REBALANCE, nowMs);
    }
  }

  /** Whether the caller is who it says it is. */
  public GroupFault checkMember(String memberId, @Nullable String groupInstanceId) {
    if (groupInstanceId != null) {
      String current = staticMembers.get(groupInstanceId);
      if (current == null) {
        return GroupFault.UNKNOWN_MEMBER_ID;
      }
      if (!current.equals(memberId)) {
        return GroupFault.FENCED_INSTANCE_ID;
      }
    }
    return members.containsKey(memberId) ? GroupFault.NONE : GroupFault.UNKNOWN_MEMBER_ID;
  }
}
