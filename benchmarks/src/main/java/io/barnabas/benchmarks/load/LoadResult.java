package io.barnabas.benchmarks.load;

import java.util.Locale;

/** What a load has moved: bytes of record batches, requests, and how long each of these took. */
public record LoadResult(long bytes, long nanos, LatencyHistogram latencies) {

  public double megabytesPerSecond() {
    return bytes / 1e6 / seconds();
  }

  public double requestsPerSecond() {
    return latencies.count() / seconds();
  }

  /** A latency quantile in ms. */
  public double latencyMs(double quantile) {
    return latencies.quantile(quantile) / 1e6;
  }

  private double seconds() {
    return nanos / 1e9;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f MB/s, %.0f requests/s, latency ms p50 %.2f, p99 %.2f, p99.9 %.2f",
        megabytesPerSecond(),
        requestsPerSecond(),
        latencyMs(0.5),
        latencyMs(0.99),
        latencyMs(0.999));
  }
}
