package io.barnabas.server.quota;

import io.barnabas.metadata.image.ClientQuotasImage;
import io.barnabas.metadata.image.QuotaEntity;
import io.barnabas.metadata.image.QuotaEntity.Part;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which limit applies to whom: the closest one set, in Apache Kafka's order. Immutable. */
final class QuotaLimits {
  static final QuotaLimits NONE = new QuotaLimits(Map.of());

  /** A user and a client id, each given, meant for the rest (null), or not part of it (empty). */
  private record Key(@Nullable String user, @Nullable String clientId) {}

  private static final String ABSENT = "";

  private final Map<Key, Map<String, Double>> quotas;

  private QuotaLimits(Map<Key, Map<String, Double>> quotas) {
    this.quotas = quotas;
  }

  static QuotaLimits of(ClientQuotasImage image) {
    Map<Key, Map<String, Double>> quotas = new HashMap<>();
    image.forEach(
        (entity, values) -> {
          Key key = key(entity);
          if (key != null) {
            quotas.put(key, values);
          }
        });
    return quotas.isEmpty() ? NONE : new QuotaLimits(Map.copyOf(quotas));
  }

  private static @Nullable Key key(QuotaEntity entity) {
    String user = ABSENT;
    String clientId = ABSENT;
    for (Part part : entity.parts()) {
      switch (part.type()) {
        case QuotaEntity.USER -> user = part.name();
        case QuotaEntity.CLIENT_ID -> clientId = part.name();
        default -> {
          return null;
        }
      }
    }
    return new Key(user, clientId);
  }

  boolean isEmpty() {
    return quotas.isEmpty();
  }

  /** The limit for a client, null where there is none. */
  @Nullable QuotaLimit limit(QuotaType type, String user, String clientId) {
    Double value = ofClient(type, user, clientId);
    if (value != null) {
      return new QuotaLimit(value, user, clientId);
    }
    value = find(type, user, ABSENT);
    if (value != null) {
      return new QuotaLimit(value, user, ABSENT);
    }
    value = ofClient(type, null, clientId);
    if (value != null) {
      return new QuotaLimit(value, user, clientId);
    }
    value = find(type, null, ABSENT);
    if (value != null) {
      return new QuotaLimit(value, user, ABSENT);
    }
    value = ofClient(type, ABSENT, clientId);
    return value == null ? null : new QuotaLimit(value, ABSENT, clientId);
  }

  /** Of those that speak of client ids the client's own, or that of the rest. */
  private @Nullable Double ofClient(QuotaType type, @Nullable String user, String clientId) {
    // A client without an id is one of the rest, and not what is meant by none.
    Double own = clientId.isEmpty() ? null : find(type, user, clientId);
    return own != null ? own : find(type, user, null);
  }

  private @Nullable Double find(QuotaType type, @Nullable String user, @Nullable String clientId) {
    Map<String, Double> values = quotas.get(new Key(user, clientId));
    return values == null ? null : values.get(type.key());
  }
}
