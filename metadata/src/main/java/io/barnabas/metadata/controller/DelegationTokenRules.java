package io.barnabas.metadata.controller;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.RemoveDelegationTokenRecord;
import io.barnabas.metadata.image.DelegationToken;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.List;

/** Decides what becomes of delegation tokens (KIP-48). */
final class DelegationTokenRules {

  Decision<DelegationTokenReply> create(CreateDelegationToken command, Situation situation) {
    long maxMs = sum(command.nowMs(), command.maxLifetimeMs());
    DelegationToken token =
        new DelegationToken(
            freeId(situation),
            command.owner(),
            command.requester(),
            command.renewers(),
            command.nowMs(),
            maxMs,
            Math.min(maxMs, sum(command.nowMs(), command.expiryMs())));
    return stored(token, situation);
  }

  private static String freeId(Situation situation) {
    while (true) {
      String id = Uuid.random(situation.random()).toString();
      if (situation.image().delegationTokens().token(id) == null) {
        return id;
      }
    }
  }

  Decision<DelegationTokenReply> renew(RenewDelegationToken command, Situation situation) {
    DelegationToken token = situation.image().delegationTokens().token(command.id());
    if (token == null) {
      return refused(MetadataFault.UNKNOWN_TOKEN);
    }
    if (hasExpired(token, command.nowMs())) {
      return refused(MetadataFault.TOKEN_EXPIRED);
    }
    if (!isOwnerOrRenewer(token, command.requester())) {
      return refused(MetadataFault.TOKEN_OF_SOMEBODY_ELSE);
    }
    return stored(until(token, sum(command.nowMs(), command.periodMs())), situation);
  }

  Decision<DelegationTokenReply> expire(ExpireDelegationToken command, Situation situation) {
    DelegationToken token = situation.image().delegationTokens().token(command.id());
    if (token == null) {
      return refused(MetadataFault.UNKNOWN_TOKEN);
    }
    if (!isOwnerOrRenewer(token, command.requester())) {
      return refused(MetadataFault.TOKEN_OF_SOMEBODY_ELSE);
    }
    if (command.periodMs() < 0) {
      return new Decision<>(
          List.of(removal(token, situation)),
          new DelegationTokenReply(until(token, command.nowMs()), null));
    }
    if (hasExpired(token, command.nowMs())) {
      return refused(MetadataFault.TOKEN_EXPIRED);
    }
    return stored(until(token, sum(command.nowMs(), command.periodMs())), situation);
  }

  Decision<SweepDelegationTokens.Reply> sweep(SweepDelegationTokens command, Situation situation) {
    List<MetadataRecord> records = new ArrayList<>();
    situation
        .image()
        .delegationTokens()
        .forEach(
            token -> {
              if (hasExpired(token, command.nowMs())) {
                records.add(removal(token, situation));
              }
            });
    return Decision.inParts(records, new SweepDelegationTokens.Reply(records.size()));
  }

  private static boolean hasExpired(DelegationToken token, long nowMs) {
    return token.maxMs() < nowMs || token.expiresMs() < nowMs;
  }

  private static boolean isOwnerOrRenewer(DelegationToken token, String principal) {
    return token.owner().equals(principal) || token.renewers().contains(principal);
  }

  private static DelegationToken until(DelegationToken token, long expiresMs) {
    return new DelegationToken(
        token.id(),
        token.owner(),
        token.requester(),
        token.renewers(),
        token.issuedMs(),
        token.maxMs(),
        Math.min(token.maxMs(), expiresMs));
  }

  private static Decision<DelegationTokenReply> stored(DelegationToken token, Situation situation) {
    return new Decision<>(
        List.of(situation.record(token.toRecord())), new DelegationTokenReply(token, null));
  }

  private static MetadataRecord removal(DelegationToken token, Situation situation) {
    return situation.record(RemoveDelegationTokenRecord.builder().tokenId(token.id()).build());
  }

  private static Decision<DelegationTokenReply> refused(MetadataFault fault) {
    return Decision.none(DelegationTokenReply.refused(fault));
  }

  private static long sum(long nowMs, long periodMs) {
    return nowMs > Long.MAX_VALUE - periodMs ? Long.MAX_VALUE : nowMs + periodMs;
  }
}
