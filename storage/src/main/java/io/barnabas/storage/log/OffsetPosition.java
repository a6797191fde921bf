package io.barnabas.storage.log;

import org.jspecify.annotations.Nullable;

/**
 * An offset and, where it is known, the place in a file where its batch begins.
 *
 * <p>Truncation replaces the segment object, so a place in a segment that is no longer the log's is
 * recognised by identity.
 */
record OffsetPosition(long offset, @Nullable Segment segment, int position) {

  static OffsetPosition unknown(long offset) {
    return new OffsetPosition(offset, null, -1);
  }
}
