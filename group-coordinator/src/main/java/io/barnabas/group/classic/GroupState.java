package io.barnabas.group.classic;

/**
 * The states of a classic group. A deleted group is dropped, so that {@code Dead} is only a name in
 * descriptions.
 */
public enum GroupState {
  /** No members; offsets may remain. */
  EMPTY("Empty"),
  /** Members are joining the next generation. */
  PREPARING_REBALANCE("PreparingRebalance"),
  /** The generation is fixed; its leader's assignment is awaited. */
  COMPLETING_REBALANCE("CompletingRebalance"),
  /** Members have their assignments. */
  STABLE("Stable");

  /** The state DescribeGroups shows for a group that does not exist. */
  public static final String DEAD = "Dead";

  private final String wireName;

  GroupState(String wireName) {
    this.wireName = wireName;
  }

  /** The protocol's spelling. */
  public String wireName() {
    return wireName;
  }
}
