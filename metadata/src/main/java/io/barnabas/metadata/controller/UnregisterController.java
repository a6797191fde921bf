package io.barnabas.metadata.controller;

import org.jspecify.annotations.Nullable;

/** Forgets a controller whose process is gone for good (KIP-1312). */
public record UnregisterController(int controllerId)
    implements ControllerCommand<UnregisterController.Reply> {

  /**
   * What came of it.
   *
   * @param refusal null when it is forgotten
   */
  public record Reply(@Nullable Refusal refusal) {}
}
