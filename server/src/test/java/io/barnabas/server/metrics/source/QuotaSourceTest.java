package io.barnabas.server.metrics.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.Provenance;
import io.barnabas.metadata.image.QuotaEntity;
import io.barnabas.metadata.image.QuotaEntity.Part;
import io.barnabas.server.metrics.HistogramReading;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.Tags;
import io.barnabas.server.quota.ClientQuotas;
import io.barnabas.server.quota.QuotaType;
import io.barnabas.server.quota.QuotaWindows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class QuotaSourceTest {
  private static final int CLIENTS = 100_000;
  private static final String LEFT_OUT = "barnabas_quota_clients_left_out[]";

  private long nanos = TimeUnit.HOURS.toNanos(1);
  private final ClientQuotas quotas =
      new ClientQuotas(
          new QuotaWindows(11, 1), new QuotaWindows(11, 1), () -> nanos, Runnable::run);
  private final QuotaSource source = new QuotaSource(quotas, () -> nanos);

  /** What is told, by name and tags. */
  private Map<String, Double> told() {
    Map<String, Double> told = new HashMap<>();
    source.collect(
        new MetricSink() {
          @Override
          public void gauge(MetricFamily family, Tags tags, DoubleSupplier value) {
            told.put(family.prometheusName() + tags, value.getAsDouble());
          }

          @Override
          public void meter(MetricFamily family, Tags tags, LongSupplier count) {
            throw new AssertionError(family);
          }

          @Override
          public void histogram(
              MetricFamily family, Tags tags, Supplier<HistogramReading> reading) {
            throw new AssertionError(family);
          }

          @Override
          public void text(MetricFamily family, Tags tags, Supplier<String> value) {
            throw new AssertionError(family);
          }
        });
    return told;
  }

  private void limitEachClient(double bytesPerSecond) {
    limitEachClient(QuotaType.PRODUCE, bytesPerSecond);
  }

  private void limitEachClient(QuotaType type, double perSecond) {
    MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
    delta.replay(new QuotaEntity(List.of(new Part("client-id", null))).set(type.key(), perSecond));
    quotas.onMetadata(delta, delta.apply(Provenance.NONE));
  }

  @Test
  void shouldTellWhatAClientUsesAndHowLongItWaits() {
    limitEachClient(1000);
    nanos += TimeUnit.SECONDS.toNanos(1);

    int first = quotas.use(QuotaType.PRODUCE, "u", "c", 20_000);
    int second = quotas.use(QuotaType.PRODUCE, "u", "c", 20_000);

    assertTrue(first > 0);
    Map<String, Double> told = told();
    assertEquals(4000, told.get("kafka_server_produce_byte_rate[client-id, c]"), 1);
    assertEquals(
        (first + second) / 2.0, told.get("kafka_server_produce_throttle_time[client-id, c]"), 1);
    nanos += TimeUnit.MINUTES.toNanos(1);
    assertEquals(0, told().get("kafka_server_produce_byte_rate[client-id, c]"));
    assertEquals(0, told().get("kafka_server_produce_throttle_time[client-id, c]"));
  }

  @Test
  void shouldTellOfSoManyClientsOnlyAndOfThoseThatWaitFirst() {
    limitEachClient(1000);
    for (int client = 0; client < CLIENTS; client++) {
      quotas.use(QuotaType.PRODUCE, "u", "c" + client, client == CLIENTS / 2 ? 50_000 : 1);
    }

    Map<String, Double> told = told();

    assertEquals(2 * 1000 + 1, told.size());
    assertEquals(CLIENTS - 1000.0, told.get(LEFT_OUT));
    assertTrue(told.get("kafka_server_produce_throttle_time[client-id, c" + CLIENTS / 2 + "]") > 0);
  }

  @Test
  void shouldTellWhatAClientHadChangedAndWhatItMayStill() {
    limitEachClient(QuotaType.CONTROLLER_MUTATION, 2);
    nanos += TimeUnit.SECONDS.toNanos(1);

    assertTrue(quotas.mutate("u", "c", 32, true));
    assertFalse(quotas.mutate("u", "c", 1, true));
    int wait = quotas.mutationWaitMs("u", "c");

    assertEquals(5_000, wait, "ten too many, of which two are paid for each second");
    Map<String, Double> told = told();
    String of = "[client-id, c]";
    assertEquals(3.2, told.get("kafka_server_controllermutation_mutation_rate" + of), 0.1);
    assertEquals(-10, told.get("kafka_server_controllermutation_tokens" + of));
    assertEquals(wait, told.get("kafka_server_controllermutation_throttle_time" + of), 1);
    nanos += TimeUnit.MINUTES.toNanos(1);
    assertEquals(22, told().get("kafka_server_controllermutation_tokens" + of));
  }
}
