package io.barnabas.group.record;

import io.barnabas.codec.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A classic group as it is kept: what a coordinator needs to go on with it after a failover.
 *
 * @param protocolType empty for a group without group management
 * @param protocolName null while the group has no members
 * @param leader null while the group has no members
 * @param stateTimestamp when the group last changed its state, milliseconds since the epoch, -1 if
 *     not known
 */
public record StoredGroup(
    String protocolType,
    int generationId,
    @Nullable String protocolName,
    @Nullable String leader,
    long stateTimestamp,
    List<Member> members) {

  public StoredGroup {
    members = List.copyOf(members);
  }

  /** A member with its subscription for the chosen protocol. Timeouts in milliseconds. */
  public record Member(
      String memberId,
      @Nullable String groupInstanceId,
      String clientId,
      String clientHost,
      int rebalanceTimeoutMs,
      int sessionTimeoutMs,
      Bytes subscription,
      Bytes assignment) {}
}
