package io.barnabas.server.metrics.source;

import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.Partitions;
import io.barnabas.storage.log.PartitionLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Each partition this broker leads, and its log if it is open: one that nobody has used since the
 * start is not opened for being looked at.
 */
public final class PartitionSource implements MetricSource {
  private static final MetricFamily UNDER_REPLICATED =
      replicas("UnderReplicated", "1 if replicas are out of step.");
  private static final MetricFamily UNDER_MIN_ISR =
      replicas("UnderMinIsr", "1 if fewer are in step than writers demand.");
  private static final MetricFamily AT_MIN_ISR =
      replicas("AtMinIsr", "1 if just as many are in step as writers demand.");
  private static final MetricFamily IN_SYNC =
      replicas("InSyncReplicasCount", "Replicas that are in step.");
  private static final MetricFamily REPLICAS = replicas("ReplicasCount", "Replicas.");
  private static final MetricFamily UNDECIDED =
      replicas("LastStableOffsetLag", "Offsets behind the oldest open transaction.");
  private static final MetricFamily SIZE = log("Size", "Bytes of a log, indexes not counted.");
  private static final MetricFamily SEGMENTS = log("NumLogSegments", "Files a log consists of.");
  private static final MetricFamily START = log("LogStartOffset", "The first offset there is.");
  private static final MetricFamily END = log("LogEndOffset", "The offset of the next record.");

  private static final MetricFamily RETAINED =
      log("RetentionSizeInPercent", "The size of a log in percent of its retention.bytes.");

  private static final MetricFamily CURRENT = exported("current_offset", "The end for consumers.");
  private static final MetricFamily OLDEST = exported("oldest_offset", "The first offset.");
  private static final MetricFamily LEADER = exported("leader", "The broker that leads.");
  private static final MetricFamily REPLICAS_TOO = exported("replicas", "Replicas.");
  private static final MetricFamily IN_SYNC_TOO =
      exported("in_sync_replica", "Replicas that are in step.");
  private static final MetricFamily PREFERRED =
      exported("leader_is_preferred", "1 if the first replica leads.");
  private static final MetricFamily UNDER_REPLICATED_TOO =
      exported("under_replicated_partition", "1 if replicas are out of step.");
  private static final MetricFamily LEFT_OUT =
      MetricFamily.gauge(
          "barnabas", "partition", "left_out", "Partitions over the limit of what is told.");

  /** How many are told of at most. */
  private static final int LIMIT = 50_000;

  private static final Comparator<Led> IN_ORDER =
      Comparator.<Led, String>comparing(each -> each.partition.id().topic())
          .thenComparingInt(each -> each.partition.id().partition());

  private final Partitions partitions;
  private final Supplier<MetadataImage> images;
  private final Map<Partition, Tags> tags = new ConcurrentHashMap<>();
  private @Nullable MetadataImage seen;
  private @Nullable MetadataImage seenBefore;
  private List<Led> last = List.of();
  private volatile int leftOut;

  public PartitionSource(Partitions partitions, Supplier<MetadataImage> images) {
    this.partitions = partitions;
    this.images = images;
  }

  private static MetricFamily replicas(String name, String help) {
    return MetricFamily.gauge("kafka.cluster", "Partition", name, help);
  }

  private static MetricFamily exported(String name, String help) {
    return MetricFamily.gauge("kafka", "topic", "partition_" + name, help);
  }

  private static MetricFamily log(String name, String help) {
    return MetricFamily.gauge("kafka.log", "Log", name, help);
  }

  private record Led(
      Partition partition, PartitionRole.Leader role, PartitionImage described, Tags tags) {
    PartitionHealth health() {
      return PartitionHealth.of(partition, role, described);
    }

    PartitionLog log() {
      return role.log();
    }
  }

  @Override
  public void collect(MetricSink sink) {
    List<Led> led = led();
    gauges(sink, UNDER_REPLICATED, led, each -> is(each.health().underReplicated()));
    gauges(sink, UNDER_MIN_ISR, led, each -> is(each.health().underMinIsr()));
    gauges(sink, AT_MIN_ISR, led, each -> is(each.health().atMinIsr()));
    gauges(sink, IN_SYNC, led, each -> each.role.isr().size());
    gauges(sink, REPLICAS, led, each -> each.described.replicas().size());
    List<Led> open = led.stream().filter(each -> each.log().isOpen()).toList();
    gauges(sink, UNDECIDED, open, each -> undecided(each.log()));
    gauges(sink, SIZE, open, each -> each.log().sizeInBytes());
    gauges(sink, SEGMENTS, open, each -> each.log().segmentCount());
    gauges(sink, START, open, each -> each.log().logStartOffset());
    gauges(sink, END, open, each -> each.log().logEndOffset());
    List<Led> bounded = open.stream().filter(each -> retentionBytes(each.partition) > 0).toList();
    gauges(
        sink,
        RETAINED,
        bounded,
        each -> each.log().sizeInBytes() * 100 / retentionBytes(each.partition));
    sink.gauge(LEFT_OUT, Tags.NONE, () -> leftOut);
  }

  /** The same as kafka_exporter names it, beside which lag is shown. */
  public void collectExported(MetricSink sink) {
    List<Led> led = led();
    gauges(sink, LEADER, led, each -> each.described.leader());
    gauges(sink, REPLICAS_TOO, led, each -> each.described.replicas().size());
    gauges(sink, IN_SYNC_TOO, led, each -> each.role.isr().size());
    gauges(sink, PREFERRED, led, each -> is(isPreferred(each.described)));
    gauges(sink, UNDER_REPLICATED_TOO, led, each -> is(each.health().underReplicated()));
    List<Led> open = led.stream().filter(each -> each.log().isOpen()).toList();
    gauges(sink, CURRENT, open, each -> each.log().highWatermark());
    gauges(sink, OLDEST, open, each -> each.log().logStartOffset());
  }

  private static void gauges(
      MetricSink sink, MetricFamily family, List<Led> led, ToDoubleFunction<Led> value) {
    sink.gauges(family, led, Led::tags, value);
  }

  private static boolean isPreferred(PartitionImage described) {
    return described.leader() == described.replicas().get(0);
  }

  /**
   * What is led, in order. Looked up while the metadata changes, and once more after: partitions
   * take their roles just behind it.
   */
  private synchronized List<Led> led() {
    MetadataImage image = images.get();
    boolean settled = image == seenBefore && image == seen;
    seenBefore = seen;
    seen = image;
    if (!settled || last.stream().anyMatch(each -> each.partition.role() != each.role)) {
      List<Led> found = new ArrayList<>();
      image.topics().forEach(topic -> find(topic, found));
      tags.keySet().removeIf(each -> each.role() instanceof PartitionRole.Gone);
      found.sort(IN_ORDER);
      leftOut = Math.max(0, found.size() - LIMIT);
      last = List.copyOf(found.subList(0, found.size() - leftOut));
    }
    return last;
  }

  private void find(TopicImage topic, List<Led> led) {
    for (PartitionImage described : topic.partitions()) {
      Partition partition = partitions.find(topic.id(), described.partition());
      if (partition != null && partition.role() instanceof PartitionRole.Leader leader) {
        led.add(new Led(partition, leader, described, tags.computeIfAbsent(partition, this::name)));
      }
    }
  }

  private Tags name(Partition partition) {
    return Tags.of(
        "topic", partition.id().topic(), "partition", Integer.toString(partition.id().partition()));
  }

  private static long retentionBytes(Partition partition) {
    return partition.settings().log().retentionBytes();
  }

  private static double undecided(PartitionLog log) {
    return Math.max(0, log.highWatermark() - log.lastStableOffset());
  }

  private static int is(boolean so) {
    return so ? 1 : 0;
  }
}
