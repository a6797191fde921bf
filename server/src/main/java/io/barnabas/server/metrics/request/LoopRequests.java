package io.barnabas.server.metrics.request;

import io.barnabas.codec.ApiKey;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The requests answered on one event loop. That loop records, any thread reads. */
public final class LoopRequests {
  private final AtomicReferenceArray<@Nullable RequestTimes> byKey =
      new AtomicReferenceArray<>(ApiKey.values().length);

  LoopRequests() {}

  /**
   * Records a request that has been answered.
   *
   * @param apiKey as sent; nothing is recorded of one there is not
   * @param sentNanos when the kernel had taken the answer, or when it was known that there is none
   */
  public void answered(
      short apiKey, short version, StageTimes times, int throttleMs, long sentNanos) {
    ApiKey key = ApiKey.ofId(apiKey);
    if (key == null) {
      return;
    }
    RequestTimes requests = byKey.getPlain(key.ordinal());
    if (requests == null) {
      requests = new RequestTimes(key.highestStableVersion() + 1, sentNanos);
      byKey.set(key.ordinal(), requests);
    }
    requests.count(version);
    StageWindow window = requests.window(sentNanos);
    window.record(RequestStage.TOTAL, micros(sentNanos - times.arrivedNanos()));
    window.record(RequestStage.LOCAL, micros(times.handledNanos() - times.begunNanos()));
    window.record(RequestStage.BYTES, times.bytes());
    window.record(RequestStage.SEND, micros(sentNanos - times.writtenNanos()));
    window.record(RequestStage.QUEUE, micros(times.begunNanos() - times.arrivedNanos()));
    window.record(RequestStage.REMOTE, micros(times.completedNanos() - times.handledNanos()));
    window.record(RequestStage.ANSWER_QUEUE, micros(times.writtenNanos() - times.completedNanos()));
    window.record(RequestStage.THROTTLE, TimeUnit.MILLISECONDS.toMicros(throttleMs));
  }

  private static long micros(long nanos) {
    return nanos / 1000;
  }

  @Nullable RequestTimes of(ApiKey key) {
    return byKey.get(key.ordinal());
  }
}
