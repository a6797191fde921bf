package io.barnabas.metadata.controller;

/**
 * Lets a delegation token hold for longer, or for less. Times are milliseconds.
 *
 * @param requester must be its owner or a renewer, such as {@code User:alice}
 * @param periodMs for how long from now on
 * @param nowMs since 1970
 */
public record RenewDelegationToken(String id, String requester, long periodMs, long nowMs)
    implements ControllerCommand<DelegationTokenReply> {}
