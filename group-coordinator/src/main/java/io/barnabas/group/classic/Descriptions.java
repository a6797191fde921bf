package io.barnabas.group.classic;

import io.barnabas.codec.Bytes;
import io.barnabas.group.message.GroupDescription;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.ListGroups;
import io.barnabas.group.message.ListReply;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Groups as administrators see them: DescribeGroups and ListGroups. */
public final class Descriptions {
  /** The protocol's name for the kind of group this package is about. */
  public static final String TYPE = "classic";

  private Descriptions() {}

  public static GroupDescription describe(String groupId, @Nullable ClassicGroup group) {
    if (group == null) {
      return new GroupDescription(
          groupId,
          GroupFault.GROUP_ID_NOT_FOUND,
          "Group " + groupId + " not found.",
          GroupState.DEAD,
          "",
          "",
          List.of());
    }
    String protocol = group.isIn(GroupState.STABLE) ? group.protocolName() : null;
    return new GroupDescription(
        groupId,
        GroupFault.NONE,
        null,
        group.state().wireName(),
        group.protocolType(),
        protocol == null ? "" : protocol,
        group.members().stream().map(member -> describe(member, protocol)).toList());
  }

  private static GroupDescription.Member describe(Member member, @Nullable String protocol) {
    return new GroupDescription.Member(
        member.memberId(),
        member.groupInstanceId(),
        member.clientId(),
        member.clientHost(),
        protocol == null ? Bytes.EMPTY : member.metadata(protocol),
        member.assignment());
  }

  public static List<ListReply.Group> list(Groups groups, ListGroups command) {
    if (!passes(command.types(), TYPE)) {
      return List.of();
    }
    return groups.all().stream()
        .filter(group -> passes(command.states(), group.state().wireName()))
        .map(
            group ->
                new ListReply.Group(
                    group.groupId(),
                    group.protocolType(),
                    group.state().wireName(),
                    TYPE,
                    group.members().size()))
        .toList();
  }

  private static boolean passes(Set<String> filter, String name) {
    return filter.isEmpty()
        || filter.stream()
            .map(wanted -> wanted.toLowerCase(Locale.ROOT))
            .anyMatch(name.toLowerCase(Locale.ROOT)::equals);
  }
}
