package io.barnabas.server.network;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Message;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Counts the error codes in answers, of each API; NONE is one of them. Any thread. */
final class ErrorCounts implements MetricSource {
  private static final MetricFamily ERRORS =
      MetricFamily.meter(
          "kafka.network", "RequestMetrics", "ErrorsPerSec", "Error codes in answers, and NONE.");

  /** So that -1, the one below zero, has a place. */
  private static final int SHIFT = 1;

  private final Counts[] byKey = new Counts[ApiKey.values().length];

  ErrorCounts() {
    for (int i = 0; i < byKey.length; i++) {
      byKey[i] = new Counts();
    }
  }

  /** The counts of one API. */
  private static final class Counts implements IntConsumer {
    private final AtomicReferenceArray<@Nullable LongAdder> counts =
        new AtomicReferenceArray<>(ErrorCode.values().length + SHIFT);

    @Override
    public void accept(int code) {
      int index = code + SHIFT;
      if (index < 0 || index >= counts.length()) {
        return;
      }
      LongAdder count = counts.get(index);
      if (count == null) {
        counts.compareAndSet(index, null, new LongAdder());
        count = counts.get(index);
      }
      if (count != null) {
        count.increment();
      }
    }
  }

  void count(ApiKey key, Message response) {
    response.errorCodes(byKey[key.ordinal()]);
  }

  @Override
  public void collect(MetricSink sink) {
    for (ApiKey key : ApiKey.values()) {
      AtomicReferenceArray<@Nullable LongAdder> counts = byKey[key.ordinal()].counts;
      for (int index = 0; index < counts.length(); index++) {
        LongAdder count = counts.get(index);
        if (count != null) {
          ErrorCode code = ErrorCode.ofCode((short) (index - SHIFT));
          sink.meter(ERRORS, Tags.of("request", key.wireName(), "error", code.name()), count::sum);
        }
      }
    }
  }
}
