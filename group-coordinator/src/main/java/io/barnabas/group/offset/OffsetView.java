package io.barnabas.group.offset;

import io.barnabas.coordinator.View;
import io.barnabas.group.record.CommittedOffset;
import io.barnabas.group.record.GroupRecord;
import io.barnabas.group.record.GroupRecordSerde;
import io.barnabas.group.record.GroupViewKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The committed offsets in a shard's view, read only. */
public final class OffsetView {
  private final View view;

  public OffsetView(View view) {
    this.view = view;
  }

  @Nullable CommittedOffset find(String groupId, String topic, int partition) {
    byte[] value = view.get(GroupViewKeys.OFFSETS, GroupViewKeys.offset(groupId, topic, partition));
    return value == null ? null : GroupRecordSerde.readOffset(value);
  }

  /** Whether an open transaction has committed the offset. */
  boolean isPending(String groupId, String topic, int partition) {
    return view.get(GroupViewKeys.PENDING, GroupViewKeys.offset(groupId, topic, partition)) != null;
  }

  /** All offsets of a group, ordered so that those of a topic stand together. */
  List<GroupRecord.OffsetCommitted> of(String groupId) {
    List<GroupRecord.OffsetCommitted> found = new ArrayList<>();
    view.scan(
        GroupViewKeys.OFFSETS,
        GroupViewKeys.offsetsOf(groupId),
        (key, value) -> found.add(GroupRecordSerde.readOffset(key, value)));
    return found;
  }

  /** Visits the keys of all offsets of all groups; nothing but the keys is read or kept. */
  void visitKeys(GroupRecordSerde.OffsetKeyVisitor visitor) {
    view.scan(
        GroupViewKeys.OFFSETS,
        GroupViewKeys.allOffsets(),
        (key, value) -> {
          GroupRecordSerde.readOffsetKey(key, visitor);
          return true;
        });
  }
}
