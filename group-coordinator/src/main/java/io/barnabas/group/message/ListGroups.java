package io.barnabas.group.message;

import java.util.Set;

/**
 * Lists groups; an empty filter lets everything pass. States and types are compared without regard
 * to case (KIP-518, KIP-848).
 */
public record ListGroups(Set<String> states, Set<String> types) {

  public ListGroups {
    states = Set.copyOf(states);
    types = Set.copyOf(types);
  }
}
