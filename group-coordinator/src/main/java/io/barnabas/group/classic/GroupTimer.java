package io.barnabas.group.classic;

/** Keys of a group's timers. */
public sealed interface GroupTimer {

  String groupId();

  /** A member, or one that is expected to come back with its id, has been silent for too long. */
  record Session(String groupId, String memberId) implements GroupTimer {}

  /** A rebalance has waited long enough for members to join. */
  record Join(String groupId) implements GroupTimer {}

  /** A rebalance has waited long enough for members to ask for their assignments. */
  record Sync(String groupId) implements GroupTimer {}
}
