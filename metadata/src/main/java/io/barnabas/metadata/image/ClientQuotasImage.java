package io.barnabas.metadata.image;

import io.barnabas.codec.Message;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The quotas of all entities that have any, as they were set. */
public final class ClientQuotasImage {
  public static final ClientQuotasImage EMPTY = new ClientQuotasImage(PersistentMap.empty());

  private final PersistentMap<QuotaEntity, Map<String, Double>> entities;

  ClientQuotasImage(PersistentMap<QuotaEntity, Map<String, Double>> entities) {
    this.entities = entities;
  }

  /** The quotas set on exactly this entity, by key; empty where none is. Immutable. */
  public Map<String, Double> quotas(QuotaEntity entity) {
    Map<String, Double> quotas = entities.get(entity);
    return quotas == null ? Map.of() : quotas;
  }

  /** How many entities have at least one quota. */
  public int size() {
    return entities.size();
  }

  /** Visits every entity that has at least one quota, in no particular order. */
  public void forEach(BiConsumer<QuotaEntity, Map<String, Double>> visitor) {
    entities.forEach(visitor);
  }

  PersistentMap<QuotaEntity, Map<String, Double>> entities() {
    return entities;
  }

  void writeTo(Consumer<Message> sink) {
    TreeMap<QuotaEntity, Map<String, Double>> sorted =
        new TreeMap<>(Comparator.comparing(QuotaEntity::toString));
    forEach(sorted::put);
    sorted.forEach(
        (entity, quotas) ->
            new TreeMap<>(quotas).forEach((key, value) -> sink.accept(entity.set(key, value))));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClientQuotasImage
        && ((ClientQuotasImage) other).entities.equals(entities);
  }

  @Override
  public int hashCode() {
    return entities.hashCode();
  }
}
