package io.barnabas.coordinator;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a view found on disk is a prefix of the log, so that replaying the rest brings it
 * up to date.
 *
 * <p>A view may lie behind the log at will: the rest is replayed. It must be rebuilt if
 *
 * <ul>
 *   <li>it reflects another topic (deleted and created again) or another layout;
 *   <li>it is ahead of the log. The view is flushed on its own schedule, so after a power loss the
 *       log may have lost a tail that the view has kept. Since every load makes this comparison
 *       before anything new is appended, and {@link ViewStore#discard} is durable, the log cannot
 *       grow past the lost tail unnoticed on one broker;
 *   <li>the log at the view's last offset is of another leader epoch: this broker's tail was
 *       truncated and written anew by another leader while the view was not looking. Offset and
 *       epoch together identify a record;
 *   <li>compaction has gone beyond it: tombstones that the view has not seen may be gone, and what
 *       they deleted would come back to life.
 * </ul>
 */
final class ViewTrust {
  private ViewTrust() {}

  /** Returns why the view must be rebuilt, or null if it can be used. */
  static @Nullable String distrust(ViewPosition position, int formatVersion, CoordinatorLog log) {
    if (position.formatVersion() != formatVersion) {
      return "its format version is " + position.formatVersion() + ", not " + formatVersion;
    }
    if (!position.topicId().equals(log.topicId())) {
      return "it belongs to topic id " + position.topicId();
    }
    CoordinatorLog.Bounds bounds = log.bounds();
    if (position.nextOffset() > bounds.endOffset()) {
      return "it is at " + position.nextOffset() + ", beyond the log's end " + bounds.endOffset();
    }
    if (position.nextOffset() < Math.max(bounds.compactedBelow(), bounds.startOffset())) {
      return "it is at " + position.nextOffset() + ", which compaction or retention has passed";
    }
    if (position.nextOffset() > bounds.startOffset()) {
      int epoch = log.leaderEpochAt(position.nextOffset() - 1);
      if (epoch != position.leaderEpoch()) {
        return "its last record has leader epoch "
            + position.leaderEpoch()
            + ", the log's "
            + epoch;
      }
    }
    return null;
  }
}
