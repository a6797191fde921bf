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

  /** As kafka_exporter names them, beside which lag is shown. */
  private static final MetricFamily CURRENT =
      MetricFamily.gauge("kafka", "topic", "partition_current_offset", "The end for consumers.");

  private static final MetricFamily OLDEST =
      MetricFamily.gauge("kafka", "topic", "partition_oldest_offset", "The first offset.");

  private static final Comparator<Led> BY_LABELS =
      Comparator.<Led, String>comparing(each -> each.tags.value(1))
          .thenComparing(each -> each.tags.value(0));

  private final Partitions partitions;
  private final Supplier<MetadataImage> images;
  private final Map<Partition, Tags> tags = new ConcurrentHashMap<>();
  private @Nullable MetadataImage seen;
  private @Nullable MetadataImage seenBefore;
  private List<Led> last = List.of();

  public PartitionSource(Partitions partitions, Supplier<MetadataImage> images) {
    this.partitions = partitions;
    this.images = images;
  }

  private static MetricFamily replicas(String name, String help) {
    return MetricFamily.gauge("kafka.cluster", "Partition", name, help);
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
    // Family by family, and in the order of labels, which spares the sink as many sorts.
    List<Led> led = new ArrayList<>(led());
    led.forEach(
        each -> sink.gauge(UNDER_REPLICATED, each.tags, () -> is(each.health().underReplicated())));
    led.forEach(
        each -> sink.gauge(UNDER_MIN_ISR, each.tags, () -> is(each.health().underMinIsr())));
    led.forEach(each -> sink.gauge(AT_MIN_ISR, each.tags, () -> is(each.health().atMinIsr())));
    led.forEach(each -> sink.gauge(IN_SYNC, each.tags, () -> each.role.isr().size()));
    led.forEach(each -> sink.gauge(REPLICAS, each.tags, () -> each.described.replicas().size()));
    led.removeIf(each -> !each.log().isOpen());
    led.forEach(each -> sink.gauge(UNDECIDED, each.tags, () -> undecided(each.log())));
    led.forEach(each -> sink.gauge(SIZE, each.tags, () -> each.log().sizeInBytes()));
    led.forEach(each -> sink.gauge(SEGMENTS, each.tags, () -> each.log().segmentCount()));
    led.forEach(each -> sink.gauge(START, each.tags, () -> each.log().logStartOffset()));
    led.forEach(each -> sink.gauge(END, each.tags, () -> each.log().logEndOffset()));
    led.forEach(each -> sink.gauge(CURRENT, each.tags, () -> each.log().highWatermark()));
    led.forEach(each -> sink.gauge(OLDEST, each.tags, () -> each.log().logStartOffset()));
  }

  /**
   * What is led, in the order of labels. Looked up while the metadata changes, and once more after:
   * partitions take their roles just behind it.
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
      found.sort(BY_LABELS);
      last = found;
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

  private static double undecided(PartitionLog log) {
    return Math.max(0, log.highWatermark() - log.lastStableOffset());
  }

  private static int is(boolean so) {
    return so ? 1 : 0;
  }
}
