package io.barnabas.group.simulation;

import io.barnabas.codec.Bytes;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.Heartbeat;
import io.barnabas.group.message.JoinGroup;
import io.barnabas.group.message.JoinReply;
import io.barnabas.group.message.LeaveGroup;
import io.barnabas.group.message.MemberProtocol;
import io.barnabas.group.message.SyncGroup;
import io.barnabas.group.message.SyncReply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of a classic group that does what a consumer does, and now and then what a failing one
 * does.
 */
final class SimGroupMember {
  static final int PARTITIONS = 6;
  private static final int SESSION_MS = 6_000;

  private final String groupId;
  private final @Nullable String instanceId;
  private final Supplier<GroupCoordinator> coordinator;
  private final GroupInvariants invariants;
  private final Random random;
  private String memberId = "";
  private int generation = -1;
  private boolean joined;
  private boolean busy;
  private long incarnation;

  SimGroupMember(
      String groupId,
      @Nullable String instanceId,
      Supplier<GroupCoordinator> coordinator,
      GroupInvariants invariants,
      Random random) {
    this.groupId = groupId;
    this.instanceId = instanceId;
    this.coordinator = coordinator;
    this.invariants = invariants;
    this.random = random;
  }

  void act() {
    int chance = random.nextInt(100);
    if (busy) {
      if (chance < 3) {
        restart();
      }
    } else if (!joined) {
      if (chance < 60) {
        join();
      }
    } else if (chance < 50) {
      heartbeat();
    } else if (chance < 75) {
      invariants.commit(coordinator.get(), groupId, memberId, generation, instanceId);
    } else if (chance < 78) {
      leave();
    } else if (chance < 81) {
      restart();
    } else if (chance < 84) {
      join(); // something it watches has changed
    }
  }

  /** Dies, or loses its connection, and starts again without a memory. */
  void restart() {
    incarnation++;
    memberId = "";
    joined = false;
    busy = false;
  }

  private void join() {
    busy = true;
    long current = incarnation;
    List<MemberProtocol> protocols = new ArrayList<>();
    protocols.add(new MemberProtocol("range", metadata()));
    if (random.nextBoolean()) {
      protocols.add(0, new MemberProtocol("sticky", metadata()));
    }
    invariants.expectReply(
        coordinator
            .get()
            .joinGroup(
                new JoinGroup(
                    groupId,
                    memberId,
                    instanceId,
                    "client",
                    "/127.0.0.1",
                    SESSION_MS,
                    10_000,
                    "consumer",
                    protocols,
                    random.nextInt(4) != 0,
                    random.nextBoolean(),
                    null)),
        reply -> {
          if (current == incarnation) {
            onJoined(reply);
          }
        });
  }

  private Bytes metadata() {
    return Bytes.ofCopy(new byte[] {(byte) random.nextInt(2)});
  }

  private void onJoined(JoinReply reply) {
    busy = false;
    if (reply.fault() == GroupFault.MEMBER_ID_REQUIRED) {
      memberId = reply.memberId();
      if (random.nextInt(10) != 0) {
        join();
      }
    } else if (reply.fault() == GroupFault.NONE) {
      memberId = reply.memberId();
      generation = reply.generationId();
      if (random.nextInt(20) != 0) {
        sync(reply);
      }
    } else {
      onFault(reply.fault());
    }
  }

  private void sync(JoinReply joinReply) {
    busy = true;
    long current = incarnation;
    invariants.expectReply(
        coordinator
            .get()
            .syncGroup(
                new SyncGroup(
                    groupId,
                    generation,
                    memberId,
                    instanceId,
                    "consumer",
                    joinReply.protocolName(),
                    joinReply.skipAssignment() ? List.of() : assign(joinReply.members()))),
        reply -> {
          if (reply.fault() == GroupFault.NONE) {
            invariants.onAssigned(
                groupId, joinReply.generationId(), owner(joinReply), reply.assignment());
          }
          if (current == incarnation) {
            onSynced(reply);
          }
        });
  }

  private String owner(JoinReply reply) {
    return instanceId != null ? instanceId : reply.memberId();
  }

  private static List<SyncGroup.Assignment> assign(List<JoinReply.Member> members) {
    Map<String, ByteBuffer> parts = new HashMap<>();
    members.forEach(member -> parts.put(member.memberId(), ByteBuffer.allocate(PARTITIONS)));
    for (int partition = 0; partition < PARTITIONS && !members.isEmpty(); partition++) {
      parts.get(members.get(partition % members.size()).memberId()).put((byte) partition);
    }
    List<SyncGroup.Assignment> assignments = new ArrayList<>();
    parts.forEach(
        (id, bytes) -> assignments.add(new SyncGroup.Assignment(id, Bytes.ofCopy(bytes.flip()))));
    return assignments;
  }

  private void onSynced(SyncReply reply) {
    busy = false;
    if (reply.fault() == GroupFault.NONE) {
      joined = true;
    } else {
      onFault(reply.fault());
    }
  }

  private void heartbeat() {
    long current = incarnation;
    invariants.expectReply(
        coordinator.get().heartbeat(new Heartbeat(groupId, generation, memberId, instanceId)),
        fault -> {
          if (current == incarnation && fault != GroupFault.NONE) {
            onFault(fault);
          }
        });
  }

  private void leave() {
    invariants.expectReply(
        coordinator
            .get()
            .leaveGroup(
                new LeaveGroup(
                    groupId, List.of(new LeaveGroup.Member(memberId, instanceId, null)))));
    restart();
  }

  private void onFault(GroupFault fault) {
    switch (fault) {
      case UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID, ILLEGAL_GENERATION, GROUP_ID_NOT_FOUND ->
          restart();
      case REBALANCE_IN_PROGRESS,
          NOT_COORDINATOR,
          COORDINATOR_LOAD_IN_PROGRESS,
          COORDINATOR_NOT_AVAILABLE,
          INCONSISTENT_GROUP_PROTOCOL,
          GROUP_MAX_SIZE_REACHED -> {
        joined = joined && fault != GroupFault.REBALANCE_IN_PROGRESS;
        busy = false;
      }
      default -> throw new AssertionError("unexpected fault " + fault);
    }
  }
}
