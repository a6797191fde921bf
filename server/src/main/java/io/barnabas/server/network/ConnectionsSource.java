package io.barnabas.server.network;

import io.barnabas.server.api.ClientConnection.Software;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.ssl.SslHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLSession;

/**
 * Connections by what their clients say they are (KIP-511), and by how they are encrypted.
 *
 * @param numbers by which event loops are told apart
 */
record ConnectionsSource(ChannelGroup connections, ToIntFunction<EventLoop> numbers)
    implements MetricSource {
  private static final MetricFamily CONNECTIONS =
      MetricFamily.attribute(
          "kafka.server",
          "socket-server-metrics",
          "connections",
          "Connections by what their clients say they are, and by their encryption.");

  /** Clients call themselves what they like: only so many names are told apart. */
  private static final int SOFTWARE_MAX = 50;

  private static final Software OTHER = new Software("other", "other");

  @Override
  public void collect(MetricSink sink) {
    Map<Tags, Integer> counts = new HashMap<>();
    Map<Software, Software> told = new HashMap<>();
    for (Channel channel : connections) {
      Connection connection = channel.pipeline().get(Connection.class);
      if (connection != null) {
        Software software = connection.client().software();
        boolean fits = told.size() < SOFTWARE_MAX || told.containsKey(software);
        Software named = fits ? software : OTHER;
        told.put(named, named);
        counts.merge(tags(named, connection, channel), 1, Integer::sum);
        SslHandler engine = channel.pipeline().get(SslHandler.class);
        if (engine != null) {
          counts.merge(tags(engine.engine().getSession(), connection, channel), 1, Integer::sum);
        }
      }
    }
    counts.forEach((tags, count) -> sink.gauge(CONNECTIONS, tags, () -> count));
  }

  private Tags tags(Software software, Connection connection, Channel channel) {
    return Tags.of(
        List.of(
            "clientSoftwareName",
            software.name(),
            "clientSoftwareVersion",
            software.version(),
            "listener",
            connection.client().listenerName(),
            "networkProcessor",
            processor(channel)));
  }

  private Tags tags(SSLSession session, Connection connection, Channel channel) {
    return Tags.of(
        List.of(
            "cipher",
            session.getCipherSuite(),
            "protocol",
            session.getProtocol(),
            "listener",
            connection.client().listenerName(),
            "networkProcessor",
            processor(channel)));
  }

  private String processor(Channel channel) {
    return Integer.toString(numbers.applyAsInt(channel.eventLoop()));
  }
}
