package io.barnabas.server.metrics.request;

import io.barnabas.server.metrics.Distributions;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * The stages of one API's requests during one span of time. What took no time is not recorded but
 * where every request has it; reading adds it. One thread records, any reads.
 */
final class StageWindow {
  private final AtomicReferenceArray<AtomicHistogram> stages =
      new AtomicReferenceArray<>(RequestStage.values().length);
  private final long began;

  StageWindow(long nowNanos) {
    this.began = nowNanos;
  }

  boolean isOver(long nowNanos) {
    return nowNanos - began > Distributions.WINDOW_NANOS;
  }

  void record(RequestStage stage, long value) {
    if (value <= 0 && !stage.isAlways()) {
      return;
    }
    AtomicHistogram histogram = stages.getPlain(stage.ordinal());
    if (histogram == null) {
      histogram = Distributions.recording();
      stages.set(stage.ordinal(), histogram);
    }
    Distributions.record(histogram, value);
  }

  void addTo(Histogram sum, RequestStage stage) {
    AtomicHistogram all = stages.get(RequestStage.TOTAL.ordinal());
    AtomicHistogram some = stages.get(stage.ordinal());
    long missing = all == null ? 0 : all.getTotalCount();
    if (some != null) {
      sum.add(some);
      missing -= some.getTotalCount();
    }
    if (missing > 0 && !stage.isAlways()) {
      sum.recordValueWithCount(0, missing);
    }
  }
}
