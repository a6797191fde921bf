package io.barnabas.group.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link LeaveGroup}: a fault for the whole request, or one result per member in
 * request order.
 */
public record LeaveReply(GroupFault fault, List<Member> members) {

  public LeaveReply {
    members = List.copyOf(members);
  }

  public record Member(String memberId, @Nullable String groupInstanceId, GroupFault fault) {}

  public static LeaveReply refused(GroupFault fault) {
    return new LeaveReply(fault, List.of());
  }
}
