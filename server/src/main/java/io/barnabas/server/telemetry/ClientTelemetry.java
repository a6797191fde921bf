package io.barnabas.server.telemetry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.barnabas.codec.batch.CompressionType;
import io.barnabas.codec.batch.Decompressor;
import io.barnabas.codec.batch.InvalidRecordsException;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks clients for metrics by the subscriptions there are, and takes what they push. Any thread.
 */
public final class ClientTelemetry implements MetricSource {
  /** In the order in which clients shall prefer them. */
  public static final List<CompressionType> COMPRESSIONS =
      List.of(
          CompressionType.ZSTD, CompressionType.LZ4, CompressionType.GZIP, CompressionType.SNAPPY);

  private static final Logger LOG = LoggerFactory.getLogger(ClientTelemetry.class);
  private static final int INSTANCES_MAX = 16_384;

  /** What compressed metrics may become; more is no metrics. */
  private static final int EXPANSION_MAX = 8;

  /** The same where clients may push much at a time. */
  private static final int EXPANDED_BYTES_MAX = 32 << 20;

  private static final Map<TelemetryFault, String> COUNTED =
      Map.of(
          TelemetryFault.NONE, "plugin-export-count",
          TelemetryFault.INVALID_METRICS, "plugin-error-count",
          TelemetryFault.TOO_EARLY, "throttle-count",
          TelemetryFault.UNKNOWN_SUBSCRIPTION, "unknown-subscription-request-count");

  private final Supplier<MetadataImage> images;
  private final int maxBytes;
  private final InstantSource clock;
  private final Cache<String, ClientInstance> instances;
  private final PushedMetrics pushed;
  private final Map<TelemetryFault, LongAdder> counts = new EnumMap<>(TelemetryFault.class);

  /**
   * Nobody is known yet.
   *
   * @param images the newest metadata
   * @param maxBytes {@code telemetry.max.bytes}: the most a client may push at a time
   */
  public ClientTelemetry(
      Supplier<MetadataImage> images, int maxBytes, InstantSource clock, LongSupplier nanoTime) {
    this.images = images;
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.instances = Caffeine.newBuilder().maximumSize(INSTANCES_MAX).build();
    this.pushed = new PushedMetrics(nanoTime);
    for (TelemetryFault fault : TelemetryFault.values()) {
      counts.put(fault, new LongAdder());
    }
  }

  public int maxBytes() {
    return maxBytes;
  }

  /** What a client is asked for now. */
  public ClientSubscription subscription(TelemetryClient client) {
    return ClientSubscription.of(client, images.get().configs());
  }

  /** Whether a client may ask for its subscription now, or comes too early. */
  public TelemetryFault asks(TelemetryClient client, ClientSubscription subscription) {
    boolean may = instance(client).asks(subscription.intervalMs(), clock.millis());
    return may ? TelemetryFault.NONE : counted(TelemetryFault.TOO_EARLY);
  }

  private ClientInstance instance(TelemetryClient client) {
    return instances.get(client.instanceId(), id -> new ClientInstance());
  }

  private TelemetryFault counted(TelemetryFault fault) {
    counts.computeIfPresent(
        fault,
        (key, count) -> {
          count.increment();
          return count;
        });
    return fault;
  }

  /**
   * Takes what a client pushes, or says why not. Takes a while where it is large.
   *
   * @param compression the id of how {@code metrics} are compressed
   * @param lastOne whether the client ends
   */
  public TelemetryFault push(
      TelemetryClient client,
      int subscriptionId,
      int compression,
      boolean lastOne,
      byte[] metrics) {
    ClientSubscription subscription = subscription(client);
    ClientInstance instance = instance(client);
    TelemetryFault fault = instance.pushes(lastOne, subscription.intervalMs(), clock.millis());
    if (fault == TelemetryFault.NONE) {
      fault = refusal(subscription, subscriptionId, compression, metrics);
    }
    if (fault == TelemetryFault.NONE) {
      fault = take(client, subscription, CompressionType.of(compression), metrics);
    }
    if (fault != TelemetryFault.NONE) {
      instance.refused(fault);
    }
    return counted(fault);
  }

  private TelemetryFault refusal(
      ClientSubscription subscription, int subscriptionId, int compression, byte[] metrics) {
    if (subscription.id() != subscriptionId) {
      return TelemetryFault.UNKNOWN_SUBSCRIPTION;
    }
    if (!CompressionType.isKnown(compression)) {
      return TelemetryFault.UNSUPPORTED_COMPRESSION;
    }
    return metrics.length > maxBytes ? TelemetryFault.TOO_LARGE : TelemetryFault.NONE;
  }

  private TelemetryFault take(
      TelemetryClient client,
      ClientSubscription subscription,
      CompressionType compression,
      byte[] metrics) {
    List<PushedPoint> points = new ArrayList<>();
    try (InputStream in = Decompressor.open(compression, Unpooled.wrappedBuffer(metrics))) {
      int most = expandedMax();
      byte[] plain = in.readNBytes(most + 1);
      if (plain.length > most) {
        return TelemetryFault.INVALID_METRICS;
      }
      new OtlpReader(points::add).read(ByteBuffer.wrap(plain));
    } catch (IOException | InvalidRecordsException | MalformedMetricsException e) {
      LOG.debug("Client {} pushed what are no metrics", client, e);
      return TelemetryFault.INVALID_METRICS;
    }
    pushed.add(client, subscription.intervalMs(), points);
    return TelemetryFault.NONE;
  }

  private int expandedMax() {
    long most = Math.min((long) EXPANSION_MAX * maxBytes, Math.max(maxBytes, EXPANDED_BYTES_MAX));
    return (int) Math.min(most, Integer.MAX_VALUE - 1);
  }

  /** How it goes with pushing. */
  @Override
  public void collect(MetricSink sink) {
    sink.gauge(
        MetricFamily.attribute(
            "kafka.server", "client-metrics", "instance-count", "Clients that asked."),
        Tags.NONE,
        instances::estimatedSize);
    COUNTED.forEach(
        (fault, name) ->
            sink.gauge(
                MetricFamily.attribute(
                    "kafka.server", "client-metrics", name, "Pushes that ended so."),
                Tags.NONE,
                () -> counts.getOrDefault(fault, new LongAdder()).sum()));
  }

  /** What was pushed. */
  public MetricSource pushed() {
    return pushed;
  }
}
