package io.barnabas.server.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.Provenance;
import io.barnabas.metadata.image.QuotaEntity;
import io.barnabas.metadata.image.QuotaEntity.Part;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ClientQuotasTest {
  private long nowMs = 1_000_000;
  private MetadataImage image = MetadataImage.EMPTY;
  private final ClientQuotas quotas =
      new ClientQuotas(
          new QuotaWindows(11, 1),
          new QuotaWindows(11, 1),
          () -> TimeUnit.MILLISECONDS.toNanos(nowMs),
          Runnable::run);

  private void set(String key, double value, @Nullable String... typesAndNames) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < typesAndNames.length; i += 2) {
      parts.add(new Part(String.valueOf(typesAndNames[i]), typesAndNames[i + 1]));
    }
    MetadataDelta delta = new MetadataDelta(image);
    delta.replay(new QuotaEntity(parts).set(key, value));
    image = delta.apply(Provenance.NONE);
    quotas.onMetadata(delta, image);
  }

  /** How long 1000 at once are paid for tells by which limit. */
  private double limit(String user, String clientId) {
    nowMs += TimeUnit.HOURS.toMillis(2);
    int waitMs = quotas.use(QuotaType.PRODUCE, user, clientId, 100_000);
    return waitMs == 0 ? 0 : Math.rint(100_000 / (waitMs / 1000.0 + 10));
  }

  @Test
  void shouldTakeTheClosestQuota() {
    String key = QuotaType.PRODUCE.key();
    assertFalse(quotas.isActive());
    set(key, 10, "client-id", null);
    assertTrue(quotas.isActive());
    assertEquals(10, limit("u", "c"));
    set(key, 20, "client-id", "c");
    assertEquals(20, limit("u", "c"));
    assertEquals(10, limit("u", "d"));
    set(key, 30, "user", null);
    assertEquals(30, limit("u", "c"));
    set(key, 40, "user", null, "client-id", null);
    assertEquals(40, limit("u", "c"));
    set(key, 50, "user", null, "client-id", "c");
    assertEquals(50, limit("u", "c"));
    set(key, 60, "user", "u");
    assertEquals(60, limit("u", "c"));
    assertEquals(50, limit("v", "c"));
    set(key, 70, "user", "u", "client-id", null);
    assertEquals(70, limit("u", "c"));
    set(key, 80, "user", "u", "client-id", "c");
    assertEquals(80, limit("u", "c"));
    assertEquals(70, limit("u", "d"));
  }

  @Test
  void shouldTakeAClientWithoutAnIdForOneOfTheRest() {
    String key = QuotaType.PRODUCE.key();
    set(key, 30, "user", null);
    set(key, 40, "user", null, "client-id", null);
    assertEquals(40, limit("u", ""));
    set(key, 60, "user", "u");
    set(key, 70, "user", "u", "client-id", null);
    assertEquals(70, limit("u", ""));
    assertEquals(40, limit("v", ""));
  }

  @Test
  void shouldRememberFewClientsThatHaveLongNames() {
    set(QuotaType.PRODUCE.key(), 10, "client-id", null);
    String longest = "c".repeat(Short.MAX_VALUE - 10);
    for (int i = 0; i < 2000; i++) {
      quotas.use(QuotaType.PRODUCE, "u", longest + i, 1);
    }

    assertTrue(quotas.remembered() < 200, "remembers " + quotas.remembered());
  }

  @Test
  void shouldCountTogetherWhoSharesAQuota() {
    set(QuotaType.FETCH.key(), 100, "user", "u");
    assertEquals(0, quotas.use(QuotaType.FETCH, "u", "a", 1000));
    assertEquals(1000, quotas.use(QuotaType.FETCH, "u", "b", 100));
    assertEquals(0, quotas.use(QuotaType.FETCH, "v", "b", 100));
  }

  @Test
  void shouldForgiveWithTime() {
    set(QuotaType.PRODUCE.key(), 100, "client-id", "c");
    assertEquals(10_000, quotas.use(QuotaType.PRODUCE, "u", "c", 2000));
    nowMs += 11_000;
    assertEquals(0, quotas.use(QuotaType.PRODUCE, "u", "c", 900));
  }

  @Test
  void shouldNeverHoldUpARequestForMoreThanAWindow() {
    set(QuotaType.REQUEST.key(), 1, "user", null);
    assertEquals(1000, quotas.use(QuotaType.REQUEST, "u", "c", 100_000));
  }

  @Test
  void shouldLetOneLargeChangePassAndThenNone() {
    set(QuotaType.CONTROLLER_MUTATION.key(), 2, "user", "u");
    assertTrue(quotas.mutate("u", "c", 30, true));
    assertFalse(quotas.mutate("u", "c", 1, true));
    assertEquals(4000, quotas.mutationWaitMs("u", "c"));
    assertTrue(quotas.mutate("u", "c", 1, false));
    assertEquals(4500, quotas.mutationWaitMs("u", "c"));
    nowMs += 4500;
    assertTrue(quotas.mutate("u", "c", 1, true));
    assertTrue(quotas.mutate("v", "c", 1000, true));
  }

  @Test
  void shouldSlowDownAddressesThatConnectTooOften() throws Exception {
    InetAddress limited = InetAddress.getByName("127.0.0.9");
    set("connection_creation_rate", 1, "ip", "127.0.0.9");
    for (int i = 0; i < 10; i++) {
      assertEquals(0, quotas.connect(limited));
    }
    for (int i = 0; i < 100; i++) {
      assertTrue(quotas.connect(limited) > 0);
    }
    assertEquals(0, quotas.connect(InetAddress.getByName("127.0.0.8")));
    nowMs += 11_000;
    assertEquals(0, quotas.connect(limited));
  }
}
