package io.barnabas.group.record;

import io.barnabas.coordinator.LogRecord;
import io.barnabas.coordinator.MutableView;

/** What a record does to the view: its key and value are put as they are, a tombstone deletes. */
public final class GroupRecordApplier {
  private static final byte[] OFFSETS_ONLY = new byte[0];

  private GroupRecordApplier() {}

  public static void apply(GroupRecord entry, LogRecord encoded, MutableView view) {
    boolean aboutOffset =
        entry instanceof GroupRecord.OffsetCommitted
            || entry instanceof GroupRecord.OffsetForgotten;
    int family = aboutOffset ? GroupViewKeys.OFFSETS : GroupViewKeys.GROUPS;
    byte[] value = encoded.value();
    if (value == null) {
      view.delete(family, encoded.key());
      return;
    }
    view.put(family, encoded.key(), value);
    if (aboutOffset) {
      registerGroup(entry.groupId(), view);
    }
  }

  /** Simple consumers never write a group record; the offsets alone make the group exist. */
  private static void registerGroup(String groupId, MutableView view) {
    byte[] key = GroupViewKeys.group(groupId);
    if (view.get(GroupViewKeys.GROUPS, key) == null) {
      view.put(GroupViewKeys.GROUPS, key, OFFSETS_ONLY);
    }
  }
}
