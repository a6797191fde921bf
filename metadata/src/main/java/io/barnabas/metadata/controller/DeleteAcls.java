package io.barnabas.metadata.controller;

import io.barnabas.metadata.acl.AclFilter;
import io.barnabas.metadata.image.AccessControlEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Removes the ACLs that filters mean (KIP-140). */
public record DeleteAcls(List<AclFilter> filters) implements ControllerCommand<DeleteAcls.Reply> {
  public DeleteAcls {
    filters = List.copyOf(filters);
  }

  /** One result for each filter, in their order. */
  public record Reply(List<Result> results) {
    public Reply {
      results = List.copyOf(results);
    }
  }

  /**
   * What one filter did.
   *
   * @param refusal null if it was understood
   * @param deleted what it meant, whether or not another filter meant it too
   */
  public record Result(@Nullable Refusal refusal, List<AccessControlEntry> deleted) {
    public Result {
      deleted = List.copyOf(deleted);
    }
  }
}
