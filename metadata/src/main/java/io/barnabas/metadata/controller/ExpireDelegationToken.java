package io.barnabas.metadata.controller;

/**
 * Lets a delegation token end. Times are milliseconds.
 *
 * @param requester must be its owner or a renewer, such as {@code User:alice}
 * @param periodMs after how long; negative to remove it at once
 * @param nowMs since 1970
 */
public record ExpireDelegationToken(String id, String requester, long periodMs, long nowMs)
    implements ControllerCommand<DelegationTokenReply> {}
