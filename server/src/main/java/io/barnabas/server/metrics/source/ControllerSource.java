package io.barnabas.server.metrics.source;

import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.record.MetadataVersion;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The controller and the metadata it decides on.
 *
 * @param active whether this node is the controller
 * @param mistakes how often somebody could not follow the metadata
 */
public record ControllerSource(
    int nodeId,
    BooleanSupplier active,
    Supplier<MetadataImage> images,
    LongSupplier mistakes,
    InstantSource clock)
    implements MetricSource {
  private static final String CONTROLLER = "kafka.controller";
  private static final String SERVER = "kafka.server";
  private static final String RAFT = "raft-metrics";
  private static final String BROKER = "broker-metadata-metrics";
  private static final MetricFamily REGISTRATION =
      MetricFamily.gauge(
          CONTROLLER,
          "KafkaController",
          "BrokerRegistrationState",
          "10 out of service, 20 on its way there, 30 in service.");
  private static final MetricFamily FINALIZED =
      MetricFamily.gauge(
          SERVER, "MetadataLoader", "FinalizedLevel", "The level of a feature in the cluster.");

  @Override
  public void collect(MetricSink sink) {
    controller(sink, "ActiveControllerCount", "1 if this node is the controller.", this::isActive);
    controller(
        sink,
        "ActiveBrokerCount",
        "Brokers in service.",
        image -> brokers(image, BrokerRegistration::isActive));
    controller(
        sink,
        "FencedBrokerCount",
        "Brokers out of service.",
        image -> brokers(image, each -> !each.isActive()));
    controller(
        sink, "LastAppliedRecordOffset", "The newest metadata applied.", ControllerSource::offset);
    controller(
        sink,
        "LastCommittedRecordOffset",
        "The newest metadata that is durable.",
        ControllerSource::offset);
    controller(
        sink,
        "LastAppliedRecordTimestamp",
        "When the newest metadata was written, in Unix milliseconds.",
        ControllerSource::timestamp);
    controller(
        sink, "LastAppliedRecordLagMs", "Milliseconds since the newest metadata.", this::age);
    controller(
        sink,
        "ControlledShutdownBrokerCount",
        "Brokers on their way out.",
        image -> brokers(image, BrokerRegistration::inControlledShutdown));
    controller(
        sink,
        "MetadataErrorCount",
        "How often a part of the broker could not follow the metadata.",
        image -> mistakes.getAsLong());
    controller(
        sink, "NewActiveControllersCount", "Elections since the start: its own.", this::isActive);
    controller(sink, "TimedOutBrokerHeartbeatCount", "0: the broker is in it.", image -> 0);
    controller(sink, "EventQueueOperationsTimedOutCount", "0: none does.", image -> 0);
    raft(sink);
    attribute(sink, BROKER, "metadata-load-error-count", "0: the start fails.", image -> 0);
    attribute(
        sink,
        BROKER,
        "metadata-apply-error-count",
        "How often a part of the broker could not follow the metadata.",
        image -> mistakes.getAsLong());
    images
        .get()
        .cluster()
        .brokers()
        .values()
        .forEach(
            broker ->
                sink.gauge(
                    REGISTRATION, Tags.of("broker", "" + broker.id()), () -> state(broker.id())));
    sink.gauge(
        MetricFamily.gauge(SERVER, "MetadataLoader", "CurrentControllerId", "Its node id."),
        Tags.NONE,
        () -> leader(images.get()));
    images
        .get()
        .features()
        .finalizedLevels()
        .keySet()
        .forEach(
            feature ->
                sink.gauge(
                    FINALIZED,
                    Tags.of("featureName", camel(feature)),
                    () -> images.get().features().level(feature)));
    String lag = "Milliseconds since the newest metadata was written.";
    attribute(
        sink,
        BROKER,
        "last-applied-record-offset",
        "The newest applied.",
        ControllerSource::offset);
    attribute(
        sink,
        BROKER,
        "last-applied-record-timestamp",
        "When the newest was written, in Unix milliseconds.",
        ControllerSource::timestamp);
    attribute(sink, BROKER, "last-applied-record-lag-ms", lag, this::age);
    sink.gauge(
        MetricFamily.gauge(
            SERVER, "MetadataLoader", "CurrentMetadataVersion", "The level of metadata.version."),
        Tags.NONE,
        () -> images.get().features().level(MetadataVersion.FEATURE));
  }

  private void raft(MetricSink sink) {
    sink.text(
        MetricFamily.attribute(SERVER, RAFT, "current-state", "leader, or why not."),
        Tags.NONE,
        () -> active.getAsBoolean() ? "leader" : "unattached");
    attribute(sink, RAFT, "current-leader", "Its node id.", this::leader);
    attribute(sink, RAFT, "current-vote", "Whom this node voted for: itself.", this::leader);
    attribute(
        sink, RAFT, "log-end-epoch", "That of the newest.", image -> image.provenance().epoch());
    attribute(sink, RAFT, "uncommitted-voter-change", "0: voters stay.", image -> 0);
    attribute(sink, RAFT, "number-unknown-voter-connections", "0: none are needed.", image -> 0);
    attribute(sink, RAFT, "fetch-records-rate", "0: nothing is fetched.", image -> 0);
    attribute(sink, RAFT, "number-of-observers", "0: nobody fetches.", image -> 0);
    attribute(sink, RAFT, "current-epoch", "Its epoch.", image -> image.provenance().epoch());
    attribute(sink, RAFT, "high-watermark", "What is durable.", image -> offset(image) + 1);
    attribute(sink, RAFT, "log-end-offset", "The next offset.", image -> offset(image) + 1);
    attribute(sink, RAFT, "number-of-voters", "This node is the quorum.", image -> 1);
  }

  private void controller(
      MetricSink sink, String name, String help, ToDoubleFunction<MetadataImage> value) {
    sink.gauge(
        MetricFamily.gauge(CONTROLLER, "KafkaController", name, help),
        Tags.NONE,
        () -> value.applyAsDouble(images.get()));
  }

  private void attribute(
      MetricSink sink,
      String type,
      String name,
      String help,
      ToDoubleFunction<MetadataImage> value) {
    sink.gauge(
        MetricFamily.attribute(SERVER, type, name, help),
        Tags.NONE,
        () -> value.applyAsDouble(images.get()));
  }

  /** As Apache Kafka writes features here: {@code metadataVersion}. */
  private static String camel(String feature) {
    StringBuilder name = new StringBuilder();
    for (String word : feature.split("\\.")) {
      name.append(name.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0)));
      name.append(word.substring(1));
    }
    return name.toString();
  }

  private double leader(MetadataImage image) {
    return active.getAsBoolean() ? nodeId : -1;
  }

  private int state(int brokerId) {
    BrokerRegistration broker = images.get().cluster().broker(brokerId);
    if (broker == null || broker.fenced()) {
      return 10;
    }
    return broker.inControlledShutdown() ? 20 : 30;
  }

  private double isActive(MetadataImage image) {
    return active.getAsBoolean() ? 1 : 0;
  }

  private static double brokers(MetadataImage image, Predicate<BrokerRegistration> which) {
    return image.cluster().brokers().values().stream().filter(which).count();
  }

  private static double offset(MetadataImage image) {
    return image.provenance().lastOffset();
  }

  private static double timestamp(MetadataImage image) {
    return image.provenance().timestampMs();
  }

  private double age(MetadataImage image) {
    return Math.max(0, clock.millis() - image.provenance().timestampMs());
  }
}
