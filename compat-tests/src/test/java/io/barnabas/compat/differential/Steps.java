package io.barnabas.compat.differential;

import java.util.List;

/** All steps there are, and how often each kind is taken. */
final class Steps {
  private final Dice dice;
  private final DataSteps data;
  private final TopicSteps topics;
  private final GroupSteps groups;
  private final OffsetSteps offsets;
  private final ClusterSteps cluster;
  private final ConfigSteps configs;
  private final TransactionSteps transactions;
  private final TransactionViewSteps views;
  private final QuotaSteps quotas;
  private final NodeSteps node;
  private final AclSteps acls;
  private final boolean withAcls;

  /**
   * Steps as the dice decide.
   *
   * @param nowMs the same for both brokers, near the real time
   * @param withAcls whether ACLs change now and then
   */
  Steps(Dice dice, long nowMs, boolean withAcls) {
    this.dice = dice;
    this.data = new DataSteps(dice, nowMs);
    this.topics = new TopicSteps(dice);
    this.groups = new GroupSteps(dice);
    this.offsets = new OffsetSteps(dice);
    this.cluster = new ClusterSteps(dice);
    this.configs = new ConfigSteps(dice);
    this.transactions = new TransactionSteps(dice, nowMs, withAcls);
    this.views = new TransactionViewSteps(dice);
    this.quotas = new QuotaSteps(dice);
    this.node = new NodeSteps(dice);
    this.acls = new AclSteps(dice);
    this.withAcls = withAcls;
  }

  Step next() {
    if (dice.oneIn(withAcls ? 5 : 40)) {
      return acls.all().get(dice.below(acls.all().size()));
    }
    List<Step> room =
        switch (dice.below(16)) {
          case 0, 1 -> topics.all();
          case 2, 3 -> data.all();
          case 4, 5, 6 -> groups.all();
          case 7 -> offsets.all();
          case 8 -> cluster.all();
          case 9, 10 -> configs.all();
          case 11, 12 -> transactions.all();
          case 13 -> views.all();
          case 14 -> quotas.all();
          default -> node.all();
        };
    return room.get(dice.below(room.size()));
  }
}
