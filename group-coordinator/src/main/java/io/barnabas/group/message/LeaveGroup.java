package io.barnabas.group.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Members leave, or an administrator removes them. Requests before version 3 name one member
 * without instance id.
 */
public record LeaveGroup(String groupId, List<Member> members) {

  public LeaveGroup {
    members = List.copyOf(members);
  }

  /** A static member may be named by its instance id alone, with an empty member id. */
  public record Member(
      String memberId, @Nullable String groupInstanceId, @Nullable String reason) {}
}
