package io.barnabas.group.classic;

import io.barnabas.group.message.JoinGroup;
import io.barnabas.group.message.MemberProtocol;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** How members agree on a protocol. */
final class Protocols {
  private Protocols() {}

  /** The protocols that all members support, in the first member's order. */
  static Set<String> candidates(Collection<Member> members) {
    Set<String> common = new LinkedHashSet<>();
    boolean first = true;
    for (Member member : members) {
      Set<String> own = names(member.protocols());
      if (first) {
        common.addAll(own);
        first = false;
      } else {
        common.retainAll(own);
      }
    }
    return common;
  }

  /** Every member votes for its most preferred candidate; the one with most votes is taken. */
  static String select(Collection<Member> members) {
    Set<String> candidates = candidates(members);
    Map<String, Integer> votes = new HashMap<>();
    members.forEach(member -> votes.merge(member.vote(candidates), 1, Integer::sum));
    String winner = null;
    int most = 0;
    for (String candidate : candidates) {
      int count = votes.getOrDefault(candidate, 0);
      if (count > most) {
        winner = candidate;
        most = count;
      }
    }
    if (winner == null) {
      throw new IllegalStateException("no protocol is supported by all members");
    }
    return winner;
  }

  /** Whether a member may join with what it supports. */
  static boolean consistent(ClassicGroup group, JoinGroup command) {
    if (command.protocolType().isEmpty() || command.protocols().isEmpty()) {
      return false;
    }
    if (group.members().isEmpty()) {
      return true;
    }
    return command.protocolType().equals(group.protocolType())
        && candidates(group.members()).stream().anyMatch(names(command.protocols())::contains);
  }

  private static Set<String> names(Collection<MemberProtocol> protocols) {
    Set<String> names = new LinkedHashSet<>();
    protocols.forEach(protocol -> names.add(protocol.name()));
    return names;
  }
}
