package io.barnabas.metadata.image;

import io.barnabas.codec.metadata.DelegationTokenRecord;
import java.util.List;

/**
 * One delegation token (KIP-48). Its secret is no part of it: it follows from the id and the
 * brokers' {@code delegation.token.secret.key}. Times are milliseconds since 1970.
 *
 * @param owner principal, such as {@code User:alice}
 * @param requester principal that asked for the token
 * @param renewers principals that may renew it
 * @param issuedMs when it was made
 * @param maxMs beyond which it cannot be renewed
 * @param expiresMs when it ends unless it is renewed
 */
public record DelegationToken(
    String id,
    String owner,
    String requester,
    List<String> renewers,
    long issuedMs,
    long maxMs,
    long expiresMs) {
  public DelegationToken {
    renewers = List.copyOf(renewers);
  }

  static DelegationToken of(DelegationTokenRecord record) {
    return new DelegationToken(
        record.tokenId(),
        record.owner(),
        record.requester(),
        record.renewers(),
        record.issueTimestamp(),
        record.maxTimestamp(),
        record.expirationTimestamp());
  }

  /** The record that brings this token about, or changes the one with its id to this. */
  public DelegationTokenRecord toRecord() {
    return DelegationTokenRecord.builder()
        .tokenId(id)
        .owner(owner)
        .requester(requester)
        .renewers(renewers)
        .issueTimestamp(issuedMs)
        .maxTimestamp(maxMs)
        .expirationTimestamp(expiresMs)
        .build();
  }
}
