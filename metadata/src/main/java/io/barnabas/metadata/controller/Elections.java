package io.barnabas.metadata.controller;

import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.PartitionChangeRecord;
import io.barnabas.codec.metadata.RegisterBrokerRecord;
import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.ClusterImage;
import io.barnabas.metadata.image.LeaderRecoveryState;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.Provenance;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides who leads and who is in sync after a broker has come, gone or changed. A replica out of
 * service leaves the in-sync set unless it is the last in it; the first replica in order of
 * preference that is in sync and in service leads, then one that is eligible because it has all
 * that was committed (KIP-966); any other may lead only where it was the last to lead, or where the
 * topic permits unclean elections.
 */
final class Elections {
  /** No broker; different from {@link PartitionImage#NO_LEADER}. */
  private static final int NOBODY = -2;

  private final TopicConfigs configs;

  Elections(TopicConfigs configs) {
    this.configs = configs;
  }

  /**
   * The cluster around one change.
   *
   * @param without what holds for who stays in sync, and for who leads where there is a choice
   * @param with what holds for who leads where there is none
   * @param renewed the broker whose leadership is a new one even where it goes on, or {@link
   *     #NOBODY}
   * @param keepsSole whether nothing changes where the broker holds the only replica
   */
  private record Transition(
      ClusterImage without, ClusterImage with, int renewed, boolean keepsSole) {}

  /**
   * The changes of partitions that come with a broker's change, and that change last: where only
   * some of them happened, the same command leads to the rest.
   */
  List<MetadataRecord> with(Message brokerChange, int brokerId, Situation situation) {
    ClusterImage cluster = after(brokerChange, situation.image());
    return records(
        brokerChange, brokerId, new Transition(cluster, cluster, NOBODY, false), situation);
  }

  /**
   * The same for a new process that enters service with its registration. The old one has gone, so
   * others are preferred; but where there are none, its leadership goes on without a gap.
   *
   * @param renew whether that needs a new leader epoch
   */
  List<MetadataRecord> withEntry(
      RegisterBrokerRecord registration, boolean renew, Situation situation) {
    int id = registration.brokerId();
    Message gone = registration.toBuilder().fenced(true).build();
    Transition transition =
        new Transition(
            after(gone, situation.image()),
            after(registration, situation.image()),
            renew ? id : NOBODY,
            false);
    return records(registration, id, transition, situation);
  }

  /** As {@link #with} for a broker that stopped in order and loses nothing by that. */
  List<MetadataRecord> withRetirement(Message brokerChange, int brokerId, Situation situation) {
    ClusterImage cluster = after(brokerChange, situation.image());
    return records(
        brokerChange, brokerId, new Transition(cluster, cluster, NOBODY, true), situation);
  }

  private List<MetadataRecord> records(
      Message brokerChange, int brokerId, Transition transition, Situation situation) {
    List<MetadataRecord> records = new ArrayList<>();
    situation
        .image()
        .topics()
        .forEach(
            topic -> {
              for (PartitionImage partition : topic.partitions()) {
                boolean kept = transition.keepsSole() && partition.replicas().size() == 1;
                if (!kept && partition.replicas().contains(brokerId)) {
                  addChange(topic, partition, transition, situation, records);
                }
              }
            });
    records.add(situation.record(brokerChange));
    return records;
  }

  private void addChange(
      TopicImage topic,
      PartitionImage partition,
      Transition transition,
      Situation situation,
      List<MetadataRecord> records) {
    PartitionChangeRecord.Builder change =
        PartitionChangeRecord.builder().partitionId(partition.partition()).topicId(topic.id());
    if (elect(topic, partition, transition, situation, change)) {
      records.add(situation.record(change.build()));
    }
  }

  /**
   * The change of a partition whose replicas turn out to lie in these directories: it may lose its
   * leader by that, or get one.
   */
  MetadataRecord withDirectories(
      TopicImage topic, PartitionImage partition, List<Uuid> directories, Situation situation) {
    PartitionChangeRecord.Builder change =
        PartitionChangeRecord.builder()
            .partitionId(partition.partition())
            .topicId(topic.id())
            .directories(directories);
    ClusterImage cluster = situation.image().cluster();
    elect(
        topic,
        partition.inDirectories(directories),
        new Transition(cluster, cluster, NOBODY, false),
        situation,
        change);
    return situation.record(change.build());
  }

  /** Notes what becomes of a partition; whether that is anything new. */
  private boolean elect(
      TopicImage topic,
      PartitionImage partition,
      Transition transition,
      Situation situation,
      PartitionChangeRecord.Builder change) {
    Outcome outcome = outcome(topic, partition, transition, situation);
    boolean sameIsr = outcome.isr().equals(partition.isr());
    boolean sameLeader =
        outcome.leader() == partition.leader() && outcome.leader() != transition.renewed();
    if (!sameIsr) {
      change.isr(outcome.isr());
      noteEligible(change, partition, outcome.isr());
    }
    if (!sameLeader) {
      change.leader(outcome.leader());
      if (outcome.unclean()) {
        change.leaderRecoveryState(LeaderRecoveryState.RECOVERING.id());
      }
    }
    return !sameLeader || !sameIsr;
  }

  /** What becomes of a partition; an unclean leader may lack what was committed. */
  private record Outcome(int leader, List<Integer> isr, boolean unclean) {}

  private Outcome outcome(
      TopicImage topic, PartitionImage partition, Transition transition, Situation situation) {
    List<Integer> isr = remaining(partition, transition.without());
    int leader = leader(partition, isr, transition.without());
    if (leader == PartitionImage.NO_LEADER) {
      leader = leader(partition, isr, transition.with());
    }
    if (leader != PartitionImage.NO_LEADER) {
      return new Outcome(leader, isr, false);
    }
    leader = leader(partition, partition.eligibleLeaders(), transition.with());
    if (leader != PartitionImage.NO_LEADER) {
      return new Outcome(leader, List.of(leader), false);
    }
    boolean nobodyElse = isr.isEmpty() && partition.eligibleLeaders().isEmpty();
    if (nobodyElse && partition.lastKnownLeaders().size() == 1) {
      leader = leader(partition, partition.lastKnownLeaders(), transition.with());
    }
    if (leader == PartitionImage.NO_LEADER && allowsUnclean(topic, situation)) {
      leader = leader(partition, partition.replicas(), transition.with());
    }
    return leader == PartitionImage.NO_LEADER
        ? new Outcome(leader, isr, false)
        : new Outcome(leader, List.of(leader), true);
  }

  /** Who is in sync is not eligible beside that. */
  private static void noteEligible(
      PartitionChangeRecord.Builder change, PartitionImage partition, List<Integer> isr) {
    if (!partition.eligibleLeaders().isEmpty()) {
      change.eligibleLeaderReplicas(
          partition.eligibleLeaders().stream().filter(each -> !isr.contains(each)).toList());
    }
    if (!partition.lastKnownLeaders().isEmpty() && !isr.isEmpty()) {
      change.lastKnownElr(List.of());
    }
  }

  /** Who stays in sync; the last one stays even out of service, for only it has everything. */
  private static List<Integer> remaining(PartitionImage partition, ClusterImage cluster) {
    List<Integer> usable =
        partition.isr().stream().filter(broker -> usable(partition, broker, cluster)).toList();
    return usable.isEmpty() ? partition.isr() : usable;
  }

  /** The present leader if it may go on, otherwise the most preferred candidate that may. */
  private static int leader(
      PartitionImage partition, List<Integer> candidates, ClusterImage cluster) {
    int present = partition.leader();
    if (candidates.contains(present) && usable(partition, present, cluster)) {
      return present;
    }
    for (int replica : partition.replicas()) {
      if (candidates.contains(replica) && usable(partition, replica, cluster)) {
        return replica;
      }
    }
    return PartitionImage.NO_LEADER;
  }

  /** Whether the broker could lead the partition now, in sync or not. */
  static boolean usable(PartitionImage partition, int brokerId, ClusterImage cluster) {
    BrokerRegistration broker = cluster.broker(brokerId);
    return broker != null
        && broker.isActive()
        && partition.replicas().contains(brokerId)
        && broker.isOnline(partition.directoryOf(brokerId));
  }

  private boolean allowsUnclean(TopicImage topic, Situation situation) {
    return configs
        .resolve(topic.name(), situation.image().configs())
        .booleanValue("unclean.leader.election.enable");
  }

  private static ClusterImage after(Message brokerChange, MetadataImage image) {
    MetadataDelta delta = new MetadataDelta(image);
    delta.replay(brokerChange);
    return delta.apply(Provenance.NONE).cluster();
  }
}
