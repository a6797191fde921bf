package io.barnabas.group.record;

import io.barnabas.coordinator.LogRecord;
import io.barnabas.coordinator.MutableView;

/** What a record does to the view: its key and value are put as they are, a tombstone deletes. */
public final class GroupRecordApplier {
  private GroupRecordApplier() {}

  public static void apply(GroupRecord entry, LogRecord encoded, MutableView view) {
    boolean aboutOffset =
        entry instanceof GroupRecord.OffsetCommitted
            || entry instanceof GroupRecord.OffsetForgotten;
    int family = aboutOffset ? GroupViewKeys.OFFSETS : GroupViewKeys.GROUPS;
    byte[] value = encoded.value();
    if (value == null) {
      view.delete(family, encoded.key());
    } else {
      view.put(family, encoded.key(), value);
    }
  }
}
