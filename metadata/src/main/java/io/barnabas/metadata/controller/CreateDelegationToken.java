package io.barnabas.metadata.controller;

import java.util.List;

/**
 * Makes a delegation token (KIP-48, KIP-373). Principals are like {@code User:alice}, times
 * milliseconds.
 *
 * @param maxLifetimeMs how old it may become
 * @param expiryMs for how long it holds unless it is renewed
 * @param nowMs since 1970
 */
public record CreateDelegationToken(
    String owner,
    String requester,
    List<String> renewers,
    long maxLifetimeMs,
    long expiryMs,
    long nowMs)
    implements ControllerCommand<DelegationTokenReply> {
  public CreateDelegationToken {
    renewers = List.copyOf(renewers);
  }
}
