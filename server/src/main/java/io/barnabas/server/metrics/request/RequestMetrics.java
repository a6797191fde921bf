package io.barnabas.server.metrics.request;

import io.barnabas.codec.ApiKey;
import io.barnabas.server.metrics.Distributions;
import io.barnabas.server.metrics.HistogramReading;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.HdrHistogram.Histogram;

/** The requests answered on all event loops, for each API that was asked for. Any thread. */
public final class RequestMetrics implements MetricSource {
  private static final MetricFamily REQUESTS =
      MetricFamily.meter(
          "kafka.network", "RequestMetrics", "RequestsPerSec", "Requests that were answered.");
  private static final String REQUEST = "request";

  /** Fetches of consumers have a name of their own besides; there are no others here. */
  private static final String FETCH_OF_CONSUMERS = "FetchConsumer";

  private final List<LoopRequests> loops = new CopyOnWriteArrayList<>();

  /** Where one more event loop records. */
  public LoopRequests newLoop() {
    LoopRequests loop = new LoopRequests();
    loops.add(loop);
    return loop;
  }

  @Override
  public void collect(MetricSink sink) {
    for (ApiKey key : ApiKey.values()) {
      List<RequestTimes> times =
          loops.stream().map(loop -> loop.of(key)).filter(each -> each != null).toList();
      if (!times.isEmpty()) {
        collect(key.wireName(), times, sink);
        if (key == ApiKey.FETCH) {
          collect(FETCH_OF_CONSUMERS, times, sink);
        }
      }
    }
  }

  private static void collect(String name, List<RequestTimes> times, MetricSink sink) {
    for (int version = 0; version < times.get(0).versionCount(); version++) {
      int counted = version;
      if (countOf(times, version) > 0) {
        sink.meter(
            REQUESTS,
            Tags.of(REQUEST, name, "version", Integer.toString(version)),
            () -> countOf(times, counted));
      }
    }
    for (RequestStage stage : RequestStage.values()) {
      sink.histogram(stage.family(), Tags.of(REQUEST, name), () -> reading(times, stage));
    }
  }

  private static long countOf(List<RequestTimes> times, int version) {
    return times.stream().mapToLong(each -> each.countOf(version)).sum();
  }

  private static HistogramReading reading(List<RequestTimes> times, RequestStage stage) {
    Histogram sum = Distributions.sum();
    times.forEach(each -> each.addTo(sum, stage));
    return new HistogramReading(
        times.stream().mapToLong(RequestTimes::countOfAll).sum(), sum, stage.unit());
  }
}
