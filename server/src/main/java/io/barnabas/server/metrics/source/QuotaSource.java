package io.barnabas.server.metrics.source;

import io.barnabas.server.metrics.Glance;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import io.barnabas.server.quota.ClientQuotas;
import io.barnabas.server.quota.QuotaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * What limited clients use and how long they are told to wait. Of so many at most: those that wait
 * come first, and those that have long been silent last.
 */
public final class QuotaSource implements MetricSource {
  private static final int LIMIT = 1000;
  private static final MetricFamily LEFT_OUT =
      MetricFamily.gauge(
          "barnabas",
          "quota",
          "clients_left_out",
          "Limited clients over the limit of what is told.");

  private record Client(QuotaType type, Tags tags) {}

  private record Use(double perSecond, double waitMs, double tokens) {
    private static final Use NOTHING = new Use(0, 0, 0);
  }

  private record Seen(Map<Client, Use> clients, int leftOut) {
    Use of(Client client) {
      return clients.getOrDefault(client, Use.NOTHING);
    }
  }

  private final ClientQuotas quotas;
  private final Glance<Seen> seen;

  /**
   * Tells of these quotas.
   *
   * @param nanoTime the monotonic clock
   */
  public QuotaSource(ClientQuotas quotas, LongSupplier nanoTime) {
    this.quotas = quotas;
    this.seen = new Glance<>(this::look, nanoTime);
  }

  private Seen look() {
    Map<Client, Use> waiting = new HashMap<>();
    Map<Client, Use> active = new HashMap<>();
    Map<Client, Use> silent = new HashMap<>();
    int[] all = new int[1];
    quotas.visit(
        (type, user, clientId, perSecond, waitMs, tokens) -> {
          all[0]++;
          Map<Client, Use> others = perSecond > 0 ? active : silent;
          Map<Client, Use> into = waitMs > 0 ? waiting : others;
          if (into.size() < LIMIT) {
            into.put(new Client(type, tags(user, clientId)), new Use(perSecond, waitMs, tokens));
          }
        });
    Map<Client, Use> told = new HashMap<>(waiting);
    fill(told, active);
    fill(told, silent);
    return new Seen(told, all[0] - told.size());
  }

  private static void fill(Map<Client, Use> told, Map<Client, Use> others) {
    others.forEach(
        (client, use) -> {
          if (told.size() < LIMIT) {
            told.put(client, use);
          }
        });
  }

  private static Tags tags(String user, String clientId) {
    List<String> tags = new ArrayList<>();
    if (!user.isEmpty()) {
      // As Apache Kafka writes users in names of MBeans.
      String encoded = URLEncoder.encode(user, StandardCharsets.UTF_8);
      tags.addAll(List.of("user", encoded.replace("*", "%2A").replace("+", "%20")));
    }
    if (!clientId.isEmpty()) {
      tags.addAll(List.of("client-id", clientId));
    }
    return Tags.of(tags);
  }

  @Override
  public void collect(MetricSink sink) {
    for (Client client : seen.get().clients().keySet()) {
      switch (client.type()) {
        case REQUEST ->
            tell(sink, client, "request-time", "Percent of a thread's time.", Use::perSecond);
        case PRODUCE, FETCH ->
            tell(sink, client, "byte-rate", "Bytes in a second.", Use::perSecond);
        case CONTROLLER_MUTATION -> {
          tell(sink, client, "mutation-rate", "Partitions made or deleted.", Use::perSecond);
          tell(sink, client, "tokens", "Partitions that may be changed at once.", Use::tokens);
        }
      }
      tell(sink, client, "throttle-time", "Milliseconds that those wait who must.", Use::waitMs);
    }
    sink.gauge(LEFT_OUT, Tags.NONE, () -> seen.get().leftOut());
  }

  private void tell(
      MetricSink sink, Client client, String name, String help, ToDoubleFunction<Use> value) {
    sink.gauge(
        MetricFamily.attribute("kafka.server", type(client.type()), name, help),
        client.tags(),
        () -> value.applyAsDouble(seen.get().of(client)));
  }

  private static String type(QuotaType type) {
    return switch (type) {
      case PRODUCE -> "Produce";
      case FETCH -> "Fetch";
      case REQUEST -> "Request";
      case CONTROLLER_MUTATION -> "ControllerMutation";
    };
  }
}
