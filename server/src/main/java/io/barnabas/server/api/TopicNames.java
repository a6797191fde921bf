package io.barnabas.server.api;

import java.util.Set;

/** What a topic may be called. */
public final class TopicNames {
  public static final String CONSUMER_OFFSETS = "__consumer_offsets";

  public static final String TRANSACTION_STATE = "__transaction_state";

  private static final Set<String> INTERNAL =
      Set.of(CONSUMER_OFFSETS, TRANSACTION_STATE, "__share_group_state");

  /** How many characters a name may have. */
  public static final int LENGTH_MAX = 249;

  private TopicNames() {}

  /** Whether only the broker itself writes to the topic. */
  public static boolean isInternal(String name) {
    return INTERNAL.contains(name);
  }

  /** Whether a topic of this name could exist. */
  public static boolean isValid(String name) {
    if (name.isEmpty() || name.length() > LENGTH_MAX || name.equals(".") || name.equals("..")) {
      return false;
    }
    return name.chars().allMatch(TopicNames::isLegal);
  }

  private static boolean isLegal(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
