package io.barnabas.server.metrics.source;

import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.server.metrics.Glance;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import io.barnabas.server.metrics.source.PartitionCensus.Count;
import io.barnabas.server.partition.Partitions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How many partitions there are, in the cluster and here, and how they are. */
public final class ReplicaSource implements MetricSource {
  /** The one replica of a partition is always in step, and the only one to lead it. */
  private static final List<MetricFamily> NEVER =
      List.of(
          never("kafka.server", "ReplicaManager", "IsrShrinksPerSec"),
          never("kafka.server", "ReplicaManager", "IsrExpandsPerSec"),
          never("kafka.server", "ReplicaManager", "FailedIsrUpdatesPerSec"),
          never("kafka.controller", "ControllerStats", "UncleanLeaderElectionsPerSec"),
          never("kafka.controller", "ControllerStats", "ElectionFromEligibleLeaderReplicasPerSec"));

  /** Nobody fetches to replicate. */
  private static final List<MetricFamily> NOTHING =
      Stream.of("MaxLag", "MinFetchRate", "FailedPartitionsCount", "DeadThreadCount")
          .map(
              name ->
                  MetricFamily.gauge(
                      "kafka.server",
                      "ReplicaFetcherManager",
                      name,
                      "0, as long as there is one broker."))
          .toList();

  private static final Tags FETCHER = Tags.of("clientId", "Replica");
  private static final MetricFamily PRODUCERS =
      here("ProducerIdCount", "Producers with ids, known in logs used since the start.");

  private final Map<MetricFamily, Count> families = families();

  private final Glance<PartitionCensus> census;

  public ReplicaSource(
      Partitions partitions, Supplier<MetadataImage> images, LongSupplier nanoTime) {
    this.census = new Glance<>(() -> PartitionCensus.take(images.get(), partitions), nanoTime);
  }

  private static Map<MetricFamily, Count> families() {
    Map<MetricFamily, Count> families = new LinkedHashMap<>();
    families.put(here("PartitionCount", "Partitions this broker holds."), Count.HELD);
    families.put(here("LeaderCount", "Partitions this broker leads."), Count.LED);
    families.put(here("OfflineReplicaCount", "Partitions whose disk failed."), Count.OFFLINE);
    families.put(
        here("UnderReplicatedPartitions", "Partitions with replicas out of step."),
        Count.UNDER_REPLICATED);
    families.put(
        here("UnderMinIsrPartitionCount", "Partitions with fewer in step than writers demand."),
        Count.UNDER_MIN_ISR);
    families.put(
        here("AtMinIsrPartitionCount", "Partitions with just as many in step as writers demand."),
        Count.AT_MIN_ISR);
    families.put(
        here("ReassigningPartitions", "Partitions on the move to other brokers."),
        Count.REASSIGNING);
    families.put(all("GlobalTopicCount", "Topics in the cluster."), Count.TOPICS);
    families.put(all("GlobalPartitionCount", "Partitions in the cluster."), Count.PARTITIONS);
    families.put(
        all("OfflinePartitionsCount", "Partitions that nobody leads."), Count.WITHOUT_LEADER);
    families.put(
        all("PreferredReplicaImbalanceCount", "Partitions not led by their first replica."),
        Count.NOT_AT_PREFERRED_LEADER);
    return families;
  }

  private static MetricFamily never(String domain, String type, String name) {
    return MetricFamily.meter(domain, type, name, "Never, as long as there is one broker.");
  }

  private static MetricFamily here(String name, String help) {
    return MetricFamily.gauge("kafka.server", "ReplicaManager", name, help);
  }

  private static MetricFamily all(String name, String help) {
    return MetricFamily.gauge("kafka.controller", "KafkaController", name, help);
  }

  @Override
  public void collect(MetricSink sink) {
    families.forEach(
        (family, count) -> sink.gauge(family, Tags.NONE, () -> census.get().of(count)));
    NEVER.forEach(family -> sink.meter(family, Tags.NONE, () -> 0));
    NOTHING.forEach(family -> sink.gauge(family, FETCHER, () -> 0));
    sink.gauge(PRODUCERS, Tags.NONE, () -> census.get().producers());
  }
}
