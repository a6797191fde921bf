package io.barnabas.server.metrics;

/** Something that can be read: tells a sink all its metrics. Not called on event loops. */
public interface MetricSource {
  void collect(MetricSink sink);
}
