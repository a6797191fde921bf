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

  /** All offsets of a group, ordered so that those of a topic stand together. */
  List<GroupRecord.OffsetCommitted> of(String groupId) {
    return withPrefix(GroupViewKeys.offsetsOf(groupId));
  }

  /** All offsets of all groups. */
  List<GroupRecord.OffsetCommitted> all() {
    return withPrefix(GroupViewKeys.allOffsets());
  }

  private List<GroupRecord.OffsetCommitted> withPrefix(byte[] prefix) {
    List<GroupRecord.OffsetCommitted> found = new ArrayList<>();
    view.scan(
        GroupViewKeys.OFFSETS,
        prefix,
        (key, value) -> found.add(GroupRecordSerde.readOffset(key, value)));
    return found;
  }
}
