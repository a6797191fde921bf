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

  /** Whether the offset is committed, or is going to be if an open transaction is. */
  boolean isKnown(String groupId, String topic, int partition) {
    return find(groupId, topic, partition) != null || isPending(groupId, topic, partition);
  }

  /** Whether open transactions have committed offsets of a group. */
  boolean hasPending(String groupId) {
    boolean[] found = {false};
    view.scan(
        GroupViewKeys.PENDING,
        GroupViewKeys.offsetsOf(groupId),
        (key, value) -> {
          found[0] = true;
          return false;
        });
    return found[0];
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

  /**
   * Visits the keys of all offsets of all groups, committed or pending, each once; nothing but the
   * keys is read or kept.
   */
  void visitKeys(GroupRecordSerde.OffsetKeyVisitor visitor) {
    visitKeys(GroupViewKeys.allOffsets(), visitor);
  }

  /** As {@link #visitKeys(GroupRecordSerde.OffsetKeyVisitor)}, of one group. */
  void visitKeys(String groupId, GroupRecordSerde.OffsetKeyVisitor visitor) {
    visitKeys(GroupViewKeys.offsetsOf(groupId), visitor);
  }

  private void visitKeys(byte[] prefix, GroupRecordSerde.OffsetKeyVisitor visitor) {
    List<byte[]> pendingOnly = new ArrayList<>();
    view.scan(
        GroupViewKeys.PENDING,
        prefix,
        (key, value) -> {
          if (view.get(GroupViewKeys.OFFSETS, key) == null) {
            pendingOnly.add(key);
          }
          return true;
        });
    view.scan(
        GroupViewKeys.OFFSETS,
        prefix,
        (key, value) -> {
          GroupRecordSerde.readOffsetKey(key, visitor);
          return true;
        });
    pendingOnly.forEach(key -> GroupRecordSerde.readOffsetKey(key, visitor));
  }
}
