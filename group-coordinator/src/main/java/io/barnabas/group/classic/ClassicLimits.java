package io.barnabas.group.classic;

/**
 * What members may ask for.
 *
 * @param sessionTimeoutMsMin the shortest session timeout
 * @param sessionTimeoutMsMax the longest session timeout
 * @param groupSizeMax members per group
 */
public record ClassicLimits(int sessionTimeoutMsMin, int sessionTimeoutMsMax, int groupSizeMax) {

  boolean allowsSession(int timeoutMs) {
    return timeoutMs >= sessionTimeoutMsMin && timeoutMs <= sessionTimeoutMsMax;
  }

  /** Whether the group has a place for the caller; members that have one keep it. */
  boolean allowsMember(ClassicGroup group, String memberId) {
    Member member = group.member(memberId);
    return switch (group.state()) {
      case EMPTY -> true;
      case PREPARING_REBALANCE ->
          (member != null && member.awaitingJoin() != null)
              || group.awaitingJoinCount() < groupSizeMax;
      case COMPLETING_REBALANCE, STABLE -> member != null || group.members().size() < groupSizeMax;
    };
  }
}
