package io.barnabas.group.message;

import io.barnabas.codec.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link JoinGroup}.
 *
 * @param memberId the member's id; with MEMBER_ID_REQUIRED the id to come back with
 * @param generationId the generation joined, -1 on a fault
 * @param protocolType null on a fault
 * @param protocolName the protocol all members support, null on a fault
 * @param leader the leader's member id, empty on a fault
 * @param skipAssignment true if the leader must not compute an assignment
 * @param members all members for the leader, empty for the others
 */
public record JoinReply(
    GroupFault fault,
    String memberId,
    int generationId,
    @Nullable String protocolType,
    @Nullable String protocolName,
    String leader,
    boolean skipAssignment,
    List<Member> members) {

  public static final int NO_GENERATION = -1;

  public JoinReply {
    members = List.copyOf(members);
  }

  /** A member as its leader sees it: its subscription for the chosen protocol. */
  public record Member(String memberId, @Nullable String groupInstanceId, Bytes metadata) {}

  public static JoinReply refused(GroupFault fault, String memberId) {
    return new JoinReply(fault, memberId, NO_GENERATION, null, null, "", false, List.of());
  }
}
