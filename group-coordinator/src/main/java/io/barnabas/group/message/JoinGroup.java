package io.barnabas.group.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member wants to be part of the next generation of a classic group.
 *
 * @param memberId the member's id, empty when it has none yet
 * @param groupInstanceId the static member's name (KIP-345), null for dynamic members
 * @param sessionTimeoutMs how long the member may stay silent
 * @param rebalanceTimeoutMs how long a rebalance waits for the member; the session timeout where
 *     the request has none
 * @param protocols what the member supports, most preferred first
 * @param memberIdRequired true if a dynamic member without an id must come back with the one it is
 *     given (KIP-394; JoinGroup version 4 and later)
 * @param skipAssignmentSupported true if the leader understands that it must not assign again
 *     (KIP-814; version 9)
 * @param reason why the member joins, for the log; null if not told
 */
public record JoinGroup(
    String groupId,
    String memberId,
    @Nullable String groupInstanceId,
    String clientId,
    String clientHost,
    int sessionTimeoutMs,
    int rebalanceTimeoutMs,
    String protocolType,
    List<MemberProtocol> protocols,
    boolean memberIdRequired,
    boolean skipAssignmentSupported,
    @Nullable String reason) {

  public JoinGroup {
    protocols = List.copyOf(protocols);
  }
}
