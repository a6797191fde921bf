package io.barnabas.metadata.controller;

/**
 * Removes the delegation tokens that have expired.
 *
 * @param nowMs milliseconds since 1970
 */
public record SweepDelegationTokens(long nowMs)
    implements ControllerCommand<SweepDelegationTokens.Reply> {

  /** How many were removed. */
  public record Reply(int removed) {}
}
