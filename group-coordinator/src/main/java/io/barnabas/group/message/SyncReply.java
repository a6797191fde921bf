package io.barnabas.group.message;

import io.barnabas.codec.Bytes;
import org.jspecify.annotations.Nullable;

/** The answer to {@link SyncGroup}: the member's assignment, empty on a fault. */
public record SyncReply(
    GroupFault fault,
    @Nullable String protocolType,
    @Nullable String protocolName,
    Bytes assignment) {

  public static SyncReply refused(GroupFault fault) {
    return new SyncReply(fault, null, null, Bytes.EMPTY);
  }
}
