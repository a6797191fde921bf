package io.barnabas.metadata.controller;

import io.barnabas.codec.Message;
import io.barnabas.metadata.controller.AlterClientQuotas.Alteration;
import io.barnabas.metadata.controller.AlterClientQuotas.Change;
import io.barnabas.metadata.controller.AlterClientQuotas.Reply;
import io.barnabas.metadata.controller.AlterClientQuotas.Result;
import io.barnabas.metadata.image.QuotaEntity;
import io.barnabas.metadata.image.QuotaEntity.Part;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides {@link AlterClientQuotas}. */
final class AlterClientQuotasRules implements CommandRules<AlterClientQuotas, Reply> {
  private static final Set<String> OF_CLIENTS =
      Set.of(
          "producer_byte_rate",
          "consumer_byte_rate",
          "request_percentage",
          "controller_mutation_rate");
  private static final Set<String> OF_ADDRESSES = Set.of("connection_creation_rate");

  /** May be fractions. */
  private static final Set<String> DOUBLES =
      Set.of("request_percentage", "controller_mutation_rate");

  @Override
  public Decision<Reply> decide(AlterClientQuotas command, Situation situation) {
    Set<QuotaEntity> duplicates = Duplicates.of(command.alterations(), Alteration::entity);
    List<Result> results = new ArrayList<>();
    List<MetadataRecord> records = new ArrayList<>();
    Set<QuotaEntity> answered = new LinkedHashSet<>();
    for (Alteration alteration : command.alterations()) {
      if (!answered.add(alteration.entity())) {
        continue;
      }
      String complaint =
          duplicates.contains(alteration.entity())
                  || !Duplicates.of(alteration.changes(), Change::key).isEmpty()
              ? "Ignoring duplicate entity ClientQuotaEntity(entries="
                  + told(alteration.entity())
                  + ")"
              : complaint(alteration);
      if (complaint == null) {
        records.addAll(records(alteration, situation));
      }
      results.add(
          new Result(
              alteration.entity(),
              complaint == null ? null : new Refusal(MetadataFault.INVALID_REQUEST, complaint)));
    }
    return new Decision<>(command.validateOnly() ? List.of() : records, new Reply(results));
  }

  private static String told(QuotaEntity entity) {
    return entity.parts().stream()
        .map(part -> part.type() + "=" + part.name())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static @Nullable String complaint(Alteration alteration) {
    QuotaEntity entity = alteration.entity();
    if (entity.parts().isEmpty()) {
      return "Invalid empty client quota entity";
    }
    for (Part part : entity.parts()) {
      if (!Set.of(QuotaEntity.USER, QuotaEntity.CLIENT_ID, QuotaEntity.IP).contains(part.type())) {
        return "Unhandled client quota entity type: " + part.type();
      }
      if ("".equals(part.name())) {
        return "Empty " + part.type() + " not supported";
      }
    }
    boolean ofAddress =
        entity.parts().stream().anyMatch(part -> part.type().equals(QuotaEntity.IP));
    if (ofAddress && entity.parts().size() > 1) {
      return "Invalid quota entity combination, IP entity should not be combined with User or"
          + " ClientId";
    }
    for (Change change : alteration.changes()) {
      String complaint = complaint(change, ofAddress ? OF_ADDRESSES : OF_CLIENTS);
      if (complaint != null) {
        return complaint;
      }
    }
    return null;
  }

  /** What is removed need not exist, nor be known. */
  private static @Nullable String complaint(Change change, Set<String> known) {
    Double value = change.value();
    if (value == null) {
      return null;
    }
    String key = change.key();
    if (!known.contains(key)) {
      return "Invalid configuration key " + key;
    }
    if (!(value > 0)) {
      return "Quota " + key + " must be greater than 0";
    }
    if (DOUBLES.contains(key)) {
      return null;
    }
    boolean ofAddress = OF_ADDRESSES.contains(key);
    if (value > (ofAddress ? Integer.MAX_VALUE : Long.MAX_VALUE)) {
      return "Proposed value for "
          + key
          + " is too large for a"
          + (ofAddress ? "n INT." : " LONG.");
    }
    return Math.abs(value - Math.rint(value)) > 1e-6
        ? key + " cannot be a fractional value."
        : null;
  }

  private static List<MetadataRecord> records(Alteration alteration, Situation situation) {
    QuotaEntity entity = alteration.entity();
    Map<String, Double> before = situation.image().clientQuotas().quotas(entity);
    List<MetadataRecord> records = new ArrayList<>();
    for (Change change : alteration.changes()) {
      Double value = change.value();
      Double old = before.get(change.key());
      boolean same = value == null ? old == null : value.equals(old);
      if (!same) {
        Message record =
            value == null ? entity.removed(change.key()) : entity.set(change.key(), value);
        records.add(situation.record(record));
      }
    }
    return records;
  }
}
