package io.barnabas.metadata.image;

import io.barnabas.codec.Message;
import io.barnabas.codec.metadata.ClientQuotaRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Changes of client quotas, on their way into an image. */
public final class ClientQuotasDelta {
  private final ClientQuotasImage base;
  private final MapDelta<QuotaEntity, Map<String, Double>> entities;

  ClientQuotasDelta(ClientQuotasImage base) {
    this.base = base;
    this.entities = new MapDelta<>(base.entities());
  }

  /** The entities of which at least one quota was set or removed. */
  public Set<QuotaEntity> changed() {
    return entities.changed();
  }

  boolean replay(Message record) {
    if (!(record instanceof ClientQuotaRecord quota)) {
      return false;
    }
    QuotaEntity entity = QuotaEntity.of(quota);
    Map<String, Double> before = entities.get(entity);
    Map<String, Double> quotas = before == null ? new HashMap<>() : new HashMap<>(before);
    if (quota.remove()) {
      quotas.remove(quota.key());
    } else {
      quotas.put(quota.key(), quota.value());
    }
    if (quotas.isEmpty()) {
      entities.remove(entity);
    } else {
      entities.put(entity, Map.copyOf(quotas));
    }
    return true;
  }

  ClientQuotasImage apply() {
    return changed().isEmpty() ? base : new ClientQuotasImage(entities.apply());
  }
}
