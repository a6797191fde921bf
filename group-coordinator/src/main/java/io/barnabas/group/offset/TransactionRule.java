package io.barnabas.group.offset;

import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.View;
import io.barnabas.group.classic.ClassicGroup;
import io.barnabas.group.classic.Groups;
import io.barnabas.group.message.EndTransaction;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.TransactionGate;
import io.barnabas.group.record.GroupRecord;
import io.barnabas.group.record.GroupRecordSerde;
import io.barnabas.group.record.GroupViewKeys;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where transactions begin and end for the offsets of one shard. All commits and all markers of the
 * partition pass here, so none can come between without being noticed.
 */
public final class TransactionRule {
  /** How many producers' last markers are remembered; whoever asks about older ones tries again. */
  private static final int MARKERS_MAX = 10_000;

  private final Object owner = new Object();
  private final Groups groups;
  private final View view;
  private final Map<Long, Long> lastMarkers = new LinkedHashMap<>();
  private long markerCount;
  private long forgottenUpTo;

  public TransactionRule(Groups groups, View view) {
    this.groups = groups;
    this.view = view;
  }

  public TransactionGate gate() {
    return new TransactionGate(GroupFault.NONE, owner, markerCount);
  }

  /** Whether a producer's transaction may still be open that was open at a moment. */
  GroupFault check(TransactionGate gate, long producerId) {
    if (gate.fault() != GroupFault.NONE) {
      return gate.fault();
    }
    if (gate.owner() != owner || gate.marker() < forgottenUpTo) {
      return GroupFault.COORDINATOR_LOAD_IN_PROGRESS;
    }
    Long last = lastMarkers.get(producerId);
    return last != null && last > gate.marker() ? GroupFault.INVALID_TXN_STATE : GroupFault.NONE;
  }

  /** Writes the marker; offsets that were pending count from now on, or are gone. */
  public GroupFault end(EndTransaction command, Effects<GroupRecord> effects) {
    if (command.committed()) {
      view.scan(
          GroupViewKeys.PRODUCERS,
          GroupViewKeys.pendingOf(command.producerId()),
          (key, nothing) -> {
            byte[] offset = GroupViewKeys.offsetOfPending(key);
            if (view.get(GroupViewKeys.PENDING, offset) != null) {
              keep(GroupRecordSerde.readGroupIdOfOffset(offset), effects.nowMs());
            }
            return true;
          });
    }
    lastMarkers.remove(command.producerId());
    lastMarkers.put(command.producerId(), ++markerCount);
    if (lastMarkers.size() > MARKERS_MAX) {
      Map.Entry<Long, Long> eldest = lastMarkers.entrySet().iterator().next();
      forgottenUpTo = eldest.getValue();
      lastMarkers.remove(eldest.getKey());
    }
    effects.append(
        new GroupRecord.TransactionEnded(
            command.producerId(),
            command.producerEpoch(),
            command.coordinatorEpoch(),
            command.committed()));
    return GroupFault.NONE;
  }

  /** A group may have expired while all it had was pending. */
  private void keep(String groupId, long nowMs) {
    ClassicGroup group = groups.find(groupId);
    if (group == null) {
      group = new ClassicGroup(groupId, nowMs);
      groups.put(group);
    }
    group.markStored();
  }
}
