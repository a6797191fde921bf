package io.barnabas.group.message;

import io.barnabas.codec.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A classic group as DescribeGroups shows it.
 *
 * @param fault GROUP_ID_NOT_FOUND for an unknown group, whose state is then {@code Dead}; requests
 *     before version 6 show that as a group without fault
 * @param message why, null without a fault
 * @param state the state in the protocol's spelling, empty when the coordinator could not be asked
 * @param protocolName the chosen protocol, empty unless the group is stable
 */
public record GroupDescription(
    String groupId,
    GroupFault fault,
    @Nullable String message,
    String state,
    String protocolType,
    String protocolName,
    List<Member> members) {

  public GroupDescription {
    members = List.copyOf(members);
  }

  /**
   * Metadata is empty unless the group is stable. While a stable group prepares its next
   * generation, members still hold the assignments of the last one.
   */
  public record Member(
      String memberId,
      @Nullable String groupInstanceId,
      String clientId,
      String clientHost,
      Bytes metadata,
      Bytes assignment) {}

  public static GroupDescription refused(String groupId, GroupFault fault) {
    return new GroupDescription(groupId, fault, null, "", "", "", List.of());
  }
}
