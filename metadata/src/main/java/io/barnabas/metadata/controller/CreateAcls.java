package io.barnabas.metadata.controller;

import io.barnabas.metadata.image.AccessControlEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds ACLs (KIP-140), each for itself; one that is there already is fine. */
public record CreateAcls(List<AccessControlEntry> entries)
    implements ControllerCommand<CreateAcls.Reply> {
  public CreateAcls {
    entries = List.copyOf(entries);
  }

  /** One result for each entry, in their order. */
  public record Reply(List<Result> results) {
    public Reply {
      results = List.copyOf(results);
    }
  }

  /**
   * How one fared.
   *
   * @param refusal null if it is there now
   */
  public record Result(@Nullable Refusal refusal) {}
}
