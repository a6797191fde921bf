package io.barnabas.server.network;

import io.barnabas.server.api.ClientConnection.Software;
import io.barnabas.server.metrics.Glance;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import io.barnabas.server.network.ProcessorMeter.Count;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Connections, event loops, and what is held in memory of requests. */
final class NetworkSource implements MetricSource {
  private static final String SOCKET = "socket-server-metrics";
  private static final MetricFamily IDLE =
      MetricFamily.gauge(
          "kafka.network",
          "SocketServer",
          "NetworkProcessorAvgIdlePercent",
          "The share of time in which event loops have nothing to do, from 0 to 1.");
  private static final MetricFamily HANDLER_IDLE =
      MetricFamily.gauge(
          "kafka.server",
          "KafkaRequestHandlerPool",
          "RequestHandlerAvgIdlePercent",
          "The same: event loops handle requests.");
  private static final MetricFamily EXPIRED =
      MetricFamily.gauge(
          "kafka.network",
          "SocketServer",
          "ExpiredConnectionsKilledCount",
          "Connections closed for having been silent.");
  private static final MetricFamily USED =
      MetricFamily.gauge(
          "kafka.network",
          "SocketServer",
          "MemoryPoolUsed",
          "Bytes of requests that are not answered yet.");
  private static final MetricFamily AVAILABLE =
      MetricFamily.gauge(
          "kafka.network",
          "SocketServer",
          "MemoryPoolAvailable",
          "Bytes of requests that may be held in memory besides.");
  private static final MetricFamily SOFTWARE =
      socket("connections", "Connections by what their clients say they are.");
  private static final MetricFamily CONNECTIONS = socket("connection-count", "Connections.");
  private static final int SOFTWARE_MAX = 50;
  private static final Software OTHER = new Software("other", "other");

  private final Map<Count, MetricFamily> totals =
      Map.of(
          Count.OPENED,
          socket("connection-creation-total", "Connections that were opened."),
          Count.CLOSED,
          socket("connection-close-total", "Connections that were closed."),
          Count.BYTES_IN,
          socket("incoming-byte-total", "Bytes received."),
          Count.BYTES_OUT,
          socket("outgoing-byte-total", "Bytes sent."),
          Count.ANSWERS,
          socket("response-total", "Requests answered."),
          Count.AUTHENTICATED,
          socket("successful-authentication-total", "Clients that proved who they are."),
          Count.NOT_AUTHENTICATED,
          socket("failed-authentication-total", "Clients that did not."),
          Count.REAUTHENTICATED,
          socket("successful-reauthentication-total", "Clients that proved it again."),
          Count.NOT_REAUTHENTICATED,
          socket("failed-reauthentication-total", "Clients that did not prove it again."));

  private final NetworkMeters meters;
  private final RequestMemory memory;
  private final ChannelGroup connections;
  private final Glance<Double> idle;

  NetworkSource(
      NetworkMeters meters,
      RequestMemory memory,
      ChannelGroup connections,
      LoopIdleness idleness,
      LongSupplier nanoTime) {
    this.meters = meters;
    this.memory = memory;
    this.connections = connections;
    this.idle = new Glance<>(idleness::sinceLastAsked, nanoTime);
  }

  private static MetricFamily socket(String name, String help) {
    return MetricFamily.attribute("kafka.server", SOCKET, name, help);
  }

  @Override
  public void collect(MetricSink sink) {
    sink.gauge(IDLE, Tags.NONE, idle::get);
    sink.gauge(HANDLER_IDLE, Tags.NONE, idle::get);
    sink.gauge(USED, Tags.NONE, memory::usedBytes);
    sink.gauge(AVAILABLE, Tags.NONE, () -> memory.limitBytes() - memory.usedBytes());
    sink.gauge(EXPIRED, Tags.NONE, () -> sum(Count.EXPIRED));
    for (ProcessorMeter meter : meters.all()) {
      Tags tags =
          Tags.of(
              "listener",
              meter.listener(),
              "networkProcessor",
              Integer.toString(meter.processor()));
      sink.gauge(
          CONNECTIONS, tags, () -> meter.count(Count.OPENED) - (double) meter.count(Count.CLOSED));
      totals.forEach((count, family) -> sink.gauge(family, tags, () -> meter.count(count)));
    }
    software()
        .forEach(
            (software, count) ->
                sink.gauge(
                    SOFTWARE,
                    Tags.of(
                        List.of(
                            "clientSoftwareName",
                            software.name(),
                            "clientSoftwareVersion",
                            software.version())),
                    () -> count));
  }

  private double sum(Count what) {
    return meters.all().stream().mapToLong(meter -> meter.count(what)).sum();
  }

  /** Clients call themselves what they like: only so many names are told apart. */
  private Map<Software, Integer> software() {
    Map<Software, Integer> counts = new HashMap<>();
    for (Channel channel : connections) {
      Connection connection = channel.pipeline().get(Connection.class);
      if (connection != null) {
        Software told = connection.software();
        boolean fits = counts.size() < SOFTWARE_MAX || counts.containsKey(told);
        counts.merge(fits ? told : OTHER, 1, Integer::sum);
      }
    }
    return counts;
  }
}
