package io.barnabas.server.lag;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lag of all groups at one moment. Immutable.
 *
 * @param leftOut how many there are besides, over the limit of what is told
 */
record LagSnapshot(Map<PartitionLag.Key, PartitionLag> byKey, int leftOut, long takenNanos) {

  static LagSnapshot of(List<PartitionLag> all, int leftOut, long takenNanos) {
    Map<PartitionLag.Key, PartitionLag> byKey = new HashMap<>();
    all.forEach(each -> byKey.put(each.key(), each));
    return new LagSnapshot(byKey, leftOut, takenNanos);
  }

  @Nullable PartitionLag of(PartitionLag.Key key) {
    return byKey.get(key);
  }
}
