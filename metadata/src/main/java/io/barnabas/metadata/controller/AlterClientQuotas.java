package io.barnabas.metadata.controller;

import io.barnabas.metadata.image.QuotaEntity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes client quotas (KIP-546).
 *
 * @param validateOnly check and answer as if, but change nothing
 */
public record AlterClientQuotas(List<Alteration> alterations, boolean validateOnly)
    implements ControllerCommand<AlterClientQuotas.Reply> {
  public AlterClientQuotas {
    alterations = List.copyOf(alterations);
  }

  /** What shall become of the quotas of one entity: all of it or nothing. */
  public record Alteration(QuotaEntity entity, List<Change> changes) {
    public Alteration {
      changes = List.copyOf(changes);
    }
  }

  /**
   * What shall become of one quota.
   *
   * @param value null: there shall be none
   */
  public record Change(String key, @Nullable Double value) {}

  /** One result for each entity. */
  public record Reply(List<Result> results) {
    public Reply {
      results = List.copyOf(results);
    }
  }

  /**
   * How one entity fared.
   *
   * @param refusal null if its quotas are as they shall be
   */
  public record Result(QuotaEntity entity, @Nullable Refusal refusal) {}
}
