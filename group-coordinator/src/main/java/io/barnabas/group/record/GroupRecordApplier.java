package io.barnabas.group.record;

import io.barnabas.coordinator.LogRecord;
import io.barnabas.coordinator.MutableView;
import java.util.ArrayList;
import java.util.List;

/**
 * What a record does to the view: its key and value are put as they are, a tombstone deletes; an
 * offset committed in a transaction is set aside until the transaction ends, or the offset is
 * forgotten.
 */
public final class GroupRecordApplier {
  private static final byte[] NOTHING = {};

  private GroupRecordApplier() {}

  public static void apply(GroupRecord entry, LogRecord encoded, MutableView view) {
    if (entry instanceof GroupRecord.OffsetPending pending) {
      applyPending(pending.producerId(), encoded, view);
    } else if (entry instanceof GroupRecord.TransactionEnded ended) {
      applyEnd(ended, view);
    } else if (entry instanceof GroupRecord.OffsetCommitted) {
      put(GroupViewKeys.OFFSETS, encoded, view);
      supersedePending(encoded.key(), view);
    } else if (entry instanceof GroupRecord.OffsetForgotten) {
      view.delete(GroupViewKeys.OFFSETS, encoded.key());
      if (!view.isEmpty(GroupViewKeys.PENDING)) {
        view.delete(GroupViewKeys.PENDING, encoded.key());
      }
    } else {
      put(GroupViewKeys.GROUPS, encoded, view);
    }
  }

  private static void put(int family, LogRecord encoded, MutableView view) {
    byte[] value = encoded.value();
    if (value == null) {
      view.delete(family, encoded.key());
    } else {
      view.put(family, encoded.key(), value);
    }
  }

  private static void supersedePending(byte[] key, MutableView view) {
    if (view.isEmpty(GroupViewKeys.PENDING)) {
      return;
    }
    byte[] value = view.get(GroupViewKeys.PENDING, key);
    if (value != null) {
      PendingOffsets pending = PendingOffsets.read(value);
      pending.supersede();
      view.put(GroupViewKeys.PENDING, key, pending.write());
    }
  }

  private static void applyPending(long producerId, LogRecord encoded, MutableView view) {
    byte[] value = encoded.value();
    if (value != null) {
      PendingOffsets pending = PendingOffsets.read(view.get(GroupViewKeys.PENDING, encoded.key()));
      pending.put(producerId, value);
      view.put(GroupViewKeys.PENDING, encoded.key(), pending.write());
      view.put(
          GroupViewKeys.PRODUCERS, GroupViewKeys.pendingOf(producerId, encoded.key()), NOTHING);
    }
  }

  private static void applyEnd(GroupRecord.TransactionEnded ended, MutableView view) {
    List<byte[]> keys = new ArrayList<>();
    view.scan(
        GroupViewKeys.PRODUCERS,
        GroupViewKeys.pendingOf(ended.producerId()),
        (key, nothing) -> keys.add(key));
    for (byte[] key : keys) {
      view.delete(GroupViewKeys.PRODUCERS, key);
      byte[] offset = GroupViewKeys.offsetOfPending(key);
      PendingOffsets pending = PendingOffsets.read(view.get(GroupViewKeys.PENDING, offset));
      byte[] commit = pending.take(ended.producerId());
      if (pending.isEmpty()) {
        view.delete(GroupViewKeys.PENDING, offset);
      } else {
        view.put(GroupViewKeys.PENDING, offset, pending.write());
      }
      if (ended.committed() && commit != null) {
        view.put(GroupViewKeys.OFFSETS, offset, commit);
      }
    }
  }
}
