package io.barnabas.metadata.controller;

import io.barnabas.metadata.image.DelegationToken;
import org.jspecify.annotations.Nullable;

/**
 * What became of a delegation token.
 *
 * @param token as it is now, or was when it was removed; null where it was refused
 * @param refusal null where it was not
 */
public record DelegationTokenReply(@Nullable DelegationToken token, @Nullable Refusal refusal) {
  static DelegationTokenReply refused(MetadataFault fault) {
    return new DelegationTokenReply(null, new Refusal(fault, fault.name()));
  }
}
