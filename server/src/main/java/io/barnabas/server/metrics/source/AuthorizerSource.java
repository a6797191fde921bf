package io.barnabas.server.metrics.source;

import io.barnabas.server.api.access.AclAuthorizer;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import java.util.List;

/** What the authorizer decides, under the names of Apache Kafka's StandardAuthorizer (KIP-877). */
public record AuthorizerSource(AclAuthorizer authorizer) implements MetricSource {
  private static final Tags TAGS =
      Tags.of(
          List.of(
              "config", "authorizer.class.name", "class", "StandardAuthorizer", "role", "broker"));

  @Override
  public void collect(MetricSink sink) {
    sink.gauge(family("acls-total-count", "ACLs."), TAGS, authorizer::aclCount);
    sink.gauge(
        family("authorization-request-rate-per-minute", "Questions answered in a minute."),
        TAGS,
        () -> authorizer.allowed().perMinute() + authorizer.denied().perMinute());
    sink.gauge(
        family("authorization-allowed-rate-per-minute", "Those of them answered by yes."),
        TAGS,
        authorizer.allowed()::perMinute);
    sink.gauge(
        family("authorization-denied-rate-per-minute", "Those of them answered by no."),
        TAGS,
        authorizer.denied()::perMinute);
  }

  private static MetricFamily family(String name, String help) {
    return MetricFamily.attribute("kafka.server", "plugins", name, help);
  }
}
