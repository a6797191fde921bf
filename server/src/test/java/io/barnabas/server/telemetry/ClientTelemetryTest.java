package io.barnabas.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.barnabas.codec.metadata.ConfigRecord;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.Provenance;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClientTelemetryTest {
  private static final int INTERVAL_MS = 1000;
  private static final int MAX_BYTES = 1000;
  private static final int NONE = 0;
  private static final int GZIP = 1;
  private static final int UNKNOWN = 77;

  private long nowMs = 1_000_000;
  private MetadataImage image = MetadataImage.EMPTY;
  private final InstantSource clock = () -> Instant.ofEpochMilli(nowMs);
  private final ClientTelemetry telemetry =
      new ClientTelemetry(() -> image, MAX_BYTES, clock, () -> nowMs * 1_000_000);
  private final TelemetryClient client =
      new TelemetryClient("an-instance", "orders-7", "apache-kafka-java", "4.4.0", "10.0.0.1", 99);

  private void subscribe(String name, Map<String, String> configs) {
    MetadataDelta delta = new MetadataDelta(image);
    configs.forEach(
        (key, value) ->
            delta.replay(
                ConfigRecord.builder()
                    .resourceType((byte) 16)
                    .resourceName(name)
                    .name(key)
                    .value(value)
                    .build()));
    image = delta.apply(Provenance.NONE);
    assertEquals(
        configs,
        image.configs().configs(new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name)));
  }

  private TelemetryFault asks() {
    return telemetry.asks(client, telemetry.subscription(client));
  }

  private TelemetryFault push(int compression, byte[] metrics) {
    return telemetry.push(client, telemetry.subscription(client).id(), compression, false, metrics);
  }

  @Test
  void shouldAskForEverythingThatMatches() {
    subscribe("all", Map.of("interval.ms", "5000", "metrics", "b.,a."));
    subscribe(
        "orders",
        Map.of("interval.ms", "1000", "metrics", "c.", "match", "client_id=orders-[0-9]+"));
    subscribe("others", Map.of("interval.ms", "100", "metrics", "d.", "match", "client_id=x"));

    ClientSubscription subscription = telemetry.subscription(client);

    assertEquals(INTERVAL_MS, subscription.intervalMs());
    assertEquals(List.of("a.", "b.", "c."), subscription.metrics());
    subscribe("everything", Map.of("metrics", "*"));
    assertEquals(List.of("*"), telemetry.subscription(client).metrics());
    assertNotEquals(subscription.id(), telemetry.subscription(client).id());
  }

  @Test
  void shouldLetNobodyAskOrPushTooOften() {
    subscribe("all", Map.of("interval.ms", "1000", "metrics", "*"));
    assertEquals(TelemetryFault.NONE, asks());
    assertEquals(TelemetryFault.TOO_EARLY, asks());
    assertEquals(TelemetryFault.NONE, push(NONE, new byte[0]));
    assertEquals(TelemetryFault.TOO_EARLY, push(NONE, new byte[0]));
    assertEquals(TelemetryFault.TOO_EARLY, asks());
    nowMs += INTERVAL_MS;
    assertEquals(TelemetryFault.NONE, push(NONE, new byte[0]));
  }

  @Test
  void shouldLetTheLastPushComeEarlyAndNoneAfterIt() {
    subscribe("all", Map.of("interval.ms", "1000", "metrics", "*"));
    assertEquals(TelemetryFault.NONE, asks());
    assertEquals(TelemetryFault.NONE, push(NONE, new byte[0]));
    int id = telemetry.subscription(client).id();
    assertEquals(TelemetryFault.NONE, telemetry.push(client, id, NONE, true, new byte[0]));
    nowMs += INTERVAL_MS;
    assertEquals(TelemetryFault.INVALID_REQUEST, push(NONE, new byte[0]));
  }

  @Test
  void shouldSendClientsForTheirNewSubscription() {
    subscribe("all", Map.of("interval.ms", "1000", "metrics", "*"));
    assertEquals(TelemetryFault.NONE, asks());
    int id = telemetry.subscription(client).id();
    subscribe("more", Map.of("interval.ms", "500", "metrics", "*"));

    assertEquals(
        TelemetryFault.UNKNOWN_SUBSCRIPTION, telemetry.push(client, id, NONE, false, new byte[0]));
    assertEquals(TelemetryFault.NONE, asks(), "at once");
    assertEquals(TelemetryFault.NONE, push(NONE, new byte[0]));
  }

  @Test
  void shouldRefuseWhatCannotBeRead() {
    subscribe("all", Map.of("interval.ms", "1000", "metrics", "*"));
    byte[] nonsense = "no metrics".getBytes(StandardCharsets.UTF_8);
    assertEquals(TelemetryFault.UNSUPPORTED_COMPRESSION, push(UNKNOWN, nonsense));
    nowMs += INTERVAL_MS;
    assertEquals(TelemetryFault.TOO_LARGE, push(NONE, new byte[MAX_BYTES + 1]));
    nowMs += INTERVAL_MS;
    assertEquals(TelemetryFault.INVALID_METRICS, push(GZIP, nonsense));
    nowMs += INTERVAL_MS;
    assertEquals(TelemetryFault.INVALID_METRICS, push(NONE, nonsense));
  }

  @Test
  void shouldPassOverMorePointsThanAnybodyKeeps() throws Exception {
    byte[] points = new byte[2 * 500_000];
    for (int i = 0; i < points.length; i += 2) {
      points[i] = 1 << 3 | 2;
    }
    List<PushedPoint> found = new ArrayList<>();

    // Data, resource, scope and gauge hold one another; the points are empty.
    new OtlpReader(found::add)
        .read(ByteBuffer.wrap(field(1, field(2, field(2, field(5, points))))));

    assertEquals(10_000, found.size());
  }

  private static byte[] field(int number, byte[] value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(number << 3 | 2);
    for (int rest = value.length; ; rest >>>= 7) {
      if (rest < 0x80) {
        out.write(rest);
        break;
      }
      out.write(rest & 0x7F | 0x80);
    }
    out.writeBytes(value);
    return out.toByteArray();
  }
}
