package io.barnabas.server.network;

import io.barnabas.server.metrics.Glance;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import io.barnabas.server.network.ProcessorMeter.Count;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Traffic, event loops, and what is held in memory of requests. */
final class NetworkSource implements MetricSource {
  private static final String SOCKET = "socket-server-metrics";
  private static final String IDLE_NAME = "NetworkProcessorAvgIdlePercent";
  private static final MetricFamily IDLE =
      network(IDLE_NAME, "The share of time in which event loops have nothing to do, from 0 to 1.");
  private static final MetricFamily LOOP_IDLE =
      MetricFamily.gauge(
          "kafka.network", "Processor", "IdlePercent", "The same of each event loop.");
  private static final List<MetricFamily> HANDLER_IDLE =
      List.of(
          handlers("RequestHandlerAvgIdlePercent"), handlers("BrokerRequestHandlerAvgIdlePercent"));
  private static final MetricFamily EXPIRED =
      network(
          "ExpiredConnectionsKilledCount",
          "Connections closed since their clients did not renew their proof.");
  private static final MetricFamily CLOSED_IDLE =
      MetricFamily.meter(
          "barnabas.network",
          "SocketServer",
          "IdleConnectionsClosedPerSec",
          "Connections closed for having been silent.");
  private static final MetricFamily USED =
      network("MemoryPoolUsed", "Bytes of requests that are not answered yet.");
  private static final MetricFamily AVAILABLE =
      network("MemoryPoolAvailable", "Bytes of requests that may be held in memory besides.");
  private static final MetricFamily CONNECTIONS = socket("connection-count", "Connections.");
  private static final MetricFamily EXPIRED_HERE =
      socket("expired-connections-killed-count", "Closed since a proof was not renewed.");
  private static final MetricFamily RENEWAL =
      socket("reauthentication-latency-avg", "Milliseconds from asking for a new proof to it.");
  private static final MetricFamily RENEWAL_MAX =
      socket("reauthentication-latency-max", "The longest of these.");

  private final Map<Count, MetricFamily> totals = new EnumMap<>(Count.class);
  private final Map<Count, MetricFamily> rates = new EnumMap<>(Count.class);
  private final NetworkMeters meters;
  private final RequestMemory memory;
  private final Glance<List<Double>> idle;

  NetworkSource(
      NetworkMeters meters, RequestMemory memory, LoopIdleness idleness, LongSupplier nanoTime) {
    this.meters = meters;
    this.memory = memory;
    this.idle = new Glance<>(idleness::sinceLastAsked, nanoTime);
    counted(Count.OPENED, "connection-creation", "Connections that were opened");
    counted(Count.CLOSED, "connection-close", "Connections that were closed");
    counted(Count.BYTES_IN, "incoming-byte", "Bytes received");
    counted(Count.BYTES_OUT, "outgoing-byte", "Bytes sent");
    counted(Count.ANSWERS, "response", "Requests answered");
    counted(Count.AUTHENTICATED, "successful-authentication", "Clients that proved who they are");
    counted(Count.NOT_AUTHENTICATED, "failed-authentication", "Clients that did not");
    counted(
        Count.REAUTHENTICATED, "successful-reauthentication", "Clients that proved it once more");
    counted(
        Count.NOT_REAUTHENTICATED, "failed-reauthentication", "Clients that failed to once more");
  }

  private void counted(Count count, String name, String help) {
    totals.put(count, socket(name + "-total", help + "."));
    rates.put(count, socket(name + "-rate", help + ", in a second."));
  }

  private static MetricFamily network(String name, String help) {
    return MetricFamily.gauge("kafka.network", "SocketServer", name, help);
  }

  private static MetricFamily handlers(String name) {
    return MetricFamily.gauge(
        "kafka.server", "KafkaRequestHandlerPool", name, "As " + IDLE_NAME + ": they handle.");
  }

  private static MetricFamily socket(String name, String help) {
    return MetricFamily.attribute("kafka.server", SOCKET, name, help);
  }

  @Override
  public void collect(MetricSink sink) {
    sink.gauge(IDLE, Tags.NONE, this::averageIdle);
    HANDLER_IDLE.forEach(family -> sink.gauge(family, Tags.NONE, this::averageIdle));
    for (int loop = 0; loop < idle.get().size(); loop++) {
      int number = loop;
      sink.gauge(
          LOOP_IDLE,
          Tags.of("networkProcessor", Integer.toString(number)),
          () -> idle.get().get(number));
    }
    sink.gauge(USED, Tags.NONE, memory::usedBytes);
    sink.gauge(AVAILABLE, Tags.NONE, () -> memory.limitBytes() - memory.usedBytes());
    sink.gauge(EXPIRED, Tags.NONE, () -> sum(Count.EXPIRED));
    sink.meter(CLOSED_IDLE, Tags.NONE, () -> sum(Count.IDLE));
    meters.all().forEach(meter -> collect(meter, sink));
  }

  private void collect(ProcessorMeter meter, MetricSink sink) {
    Tags tags = meter.tags();
    sink.gauge(
        CONNECTIONS, tags, () -> meter.count(Count.OPENED) - (double) meter.count(Count.CLOSED));
    totals.forEach((count, family) -> sink.gauge(family, tags, () -> meter.count(count)));
    rates.forEach((count, family) -> sink.gauge(family, tags, () -> meter.rate(count)));
    sink.gauge(EXPIRED_HERE, tags, () -> meter.count(Count.EXPIRED));
    sink.gauge(RENEWAL, tags, () -> meter.renewals().mean());
    sink.gauge(RENEWAL_MAX, tags, () -> meter.renewals().max());
  }

  private double averageIdle() {
    return idle.get().stream().mapToDouble(Double::doubleValue).average().orElse(1);
  }

  private long sum(Count what) {
    return meters.all().stream().mapToLong(meter -> meter.count(what)).sum();
  }
}
