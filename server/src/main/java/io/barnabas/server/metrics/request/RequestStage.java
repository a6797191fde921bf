package io.barnabas.server.metrics.request;

import io.barnabas.server.metrics.MetricFamily;

/** What is measured of each request, under Apache Kafka's names. */
public enum RequestStage {
  TOTAL("TotalTimeMs", "From the arrival of a request to the sending of its answer."),
  LOCAL("LocalTimeMs", "How long a request kept its event loop."),
  BYTES("RequestBytes", "The size of requests."),
  SEND("ResponseSendTimeMs", "From the writing of an answer until the kernel had taken it."),
  QUEUE("RequestQueueTimeMs", "From the arrival of a request until it was begun."),
  REMOTE("RemoteTimeMs", "How long a request waited for the disk, for others, or for data."),
  ANSWER_QUEUE("ResponseQueueTimeMs", "How long an answer waited for those before it."),
  THROTTLE("ThrottleTimeMs", "For how long the client was told to keep quiet.");

  private static final double MILLIS_PER_MICRO = 1e-3;

  private final MetricFamily family;

  RequestStage(String name, String help) {
    this.family = MetricFamily.histogram("kafka.network", "RequestMetrics", name, help);
  }

  public MetricFamily family() {
    return family;
  }

  /** Whether every request has it; of the others, nothing is recorded where it took no time. */
  boolean isAlways() {
    return ordinal() < QUEUE.ordinal();
  }

  double unit() {
    return this == BYTES ? 1 : MILLIS_PER_MICRO;
  }
}
