package io.barnabas.group.message;

import java.util.List;

/**
 * The groups of all partitions this broker coordinates; with a fault if one of them is still being
 * loaded.
 */
public record ListReply(GroupFault fault, List<Group> groups) {

  public ListReply {
    groups = List.copyOf(groups);
  }

  /**
   * State and type in the protocol's spelling, such as {@code PreparingRebalance} and {@code
   * classic}.
   *
   * @param members how many there are
   */
  public record Group(
      String groupId, String protocolType, String state, String type, int members) {}

  public static ListReply refused(GroupFault fault) {
    return new ListReply(fault, List.of());
  }
}
