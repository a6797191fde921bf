package io.barnabas.metadata.image;

import io.barnabas.codec.metadata.ClientQuotaRecord;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom client quotas apply to (KIP-546): a user, a client id, both, or an address.
 *
 * @param parts ordered by their types, each type once
 */
public record QuotaEntity(List<Part> parts) {
  public static final String USER = "user";
  public static final String CLIENT_ID = "client-id";
  public static final String IP = "ip";

  /**
   * One part of an entity.
   *
   * @param type such as {@link #USER}
   * @param name null: everybody who has no quotas under a name
   */
  public record Part(String type, @Nullable String name) {}

  public QuotaEntity {
    parts = parts.stream().sorted(Comparator.comparing(Part::type)).toList();
  }

  public static QuotaEntity of(Part... parts) {
    return new QuotaEntity(List.of(parts));
  }

  static QuotaEntity of(ClientQuotaRecord record) {
    return new QuotaEntity(
        record.entity().stream()
            .map(part -> new Part(part.entityType(), part.entityName()))
            .toList());
  }

  /** The record that sets one of the quotas of this entity. */
  public ClientQuotaRecord set(String key, double value) {
    return record(key).value(value).build();
  }

  /** The record that removes one of the quotas of this entity. */
  public ClientQuotaRecord removed(String key) {
    return record(key).remove(true).build();
  }

  private ClientQuotaRecord.Builder record(String key) {
    return ClientQuotaRecord.builder()
        .entity(
            parts.stream()
                .map(
                    part ->
                        ClientQuotaRecord.EntityData.builder()
                            .entityType(part.type())
                            .entityName(part.name())
                            .build())
                .toList())
        .key(key);
  }
}
