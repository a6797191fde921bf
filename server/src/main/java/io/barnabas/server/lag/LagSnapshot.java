package io.barnabas.server.lag;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lag of all groups at one moment. Immutable.
 *
 * @param leftOut how many there are besides, over the limit of what is told
 * @param offsets how many offsets are committed, those of deleted topics included
 * @param tookNanos how long looking took
 */
record LagSnapshot(
    Map<PartitionLag.Key, PartitionLag> byKey,
    int leftOut,
    int offsets,
    long takenNanos,
    long tookNanos) {

  /** As labels are sorted: by what they are called. */
  private static final Comparator<PartitionLag> BY_LABELS =
      Comparator.<PartitionLag, String>comparing(each -> each.tags().value(0))
          .thenComparing(each -> each.tags().value(2))
          .thenComparing(each -> each.tags().value(1));

  static LagSnapshot of(
      List<PartitionLag> all, int leftOut, int offsets, long takenNanos, long tookNanos) {
    List<PartitionLag> sorted = new ArrayList<>(all);
    sorted.sort(BY_LABELS);
    Map<PartitionLag.Key, PartitionLag> byKey = new LinkedHashMap<>();
    sorted.forEach(each -> byKey.put(each.key(), each));
    return new LagSnapshot(byKey, leftOut, offsets, takenNanos, tookNanos);
  }

  @Nullable PartitionLag of(PartitionLag.Key key) {
    return byKey.get(key);
  }
}
