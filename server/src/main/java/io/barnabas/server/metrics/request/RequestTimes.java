package io.barnabas.server.metrics.request;

import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The requests of one API on one event loop, which alone records; any thread reads. */
final class RequestTimes {
  private final AtomicLongArray versions;
  private volatile StageWindow current;
  private volatile @Nullable StageWindow before;

  RequestTimes(int versionCount, long nowNanos) {
    this.versions = new AtomicLongArray(versionCount);
    this.current = new StageWindow(nowNanos);
  }

  /** Where the stages of the next request go. */
  StageWindow window(long nowNanos) {
    StageWindow window = current;
    if (window.isOver(nowNanos)) {
      before = window;
      window = new StageWindow(nowNanos);
      current = window;
    }
    return window;
  }

  void count(int version) {
    if (version >= 0 && version < versions.length()) {
      versions.setOpaque(version, versions.getPlain(version) + 1);
    }
  }

  int versionCount() {
    return versions.length();
  }

  long countOf(int version) {
    return versions.getOpaque(version);
  }

  long countOfAll() {
    long count = 0;
    for (int version = 0; version < versions.length(); version++) {
      count += versions.getOpaque(version);
    }
    return count;
  }

  void addTo(Histogram sum, RequestStage stage) {
    StageWindow older = before;
    if (older != null) {
      older.addTo(sum, stage);
    }
    current.addTo(sum, stage);
  }
}
