package io.barnabas.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.codec.Message;
import io.barnabas.codec.metadata.ClearElrRecord;
import io.barnabas.codec.metadata.PartitionChangeRecord;
import io.barnabas.metadata.TaskQueue;
import io.barnabas.metadata.TestNode;
import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.image.LeaderRecoveryState;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.Provenance;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.quorum.ImmediateQuorum;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Partitions that Apache Kafka left without anybody in sync (KIP-966). */
final class EligibleLeadersTest {
  private final TaskQueue tasks = new TaskQueue();
  private final TestNode node = new TestNode(new ImmediateQuorum(tasks), tasks, 7).start();
  private final Elections elections = new Elections(new TopicConfigs(1, Map.of()));

  @Test
  void shouldLetWhoIsEligibleLeadCleanly() {
    PartitionImage partition = afterReturn(List.of(1), List.of(1));

    assertEquals(1, partition.leader());
    assertEquals(List.of(1), partition.isr());
    assertEquals(List.of(), partition.eligibleLeaders());
    assertEquals(List.of(), partition.lastKnownLeaders());
    assertEquals(LeaderRecoveryState.RECOVERED, partition.leaderRecoveryState());
  }

  @Test
  void shouldLetTheLastLeaderRecoverWhereNobodyIsEligible() {
    PartitionImage partition = afterReturn(List.of(), List.of(1));

    assertEquals(1, partition.leader());
    assertEquals(List.of(1), partition.isr());
    assertEquals(List.of(), partition.lastKnownLeaders());
    assertEquals(LeaderRecoveryState.RECOVERING, partition.leaderRecoveryState());
  }

  @Test
  void shouldForgetWhoIsEligibleWhenTold() {
    for (String topic : List.of("a", "")) {
      MetadataImage image = withoutAnybodyInSync(List.of(1), List.of(1));

      MetadataImage cleared = replay(image, ClearElrRecord.builder().topicName(topic).build());

      assertEquals(List.of(), partition(cleared).eligibleLeaders());
      assertEquals(List.of(), partition(cleared).lastKnownLeaders());
    }
  }

  private PartitionImage afterReturn(List<Integer> eligible, List<Integer> lastKnown) {
    MetadataImage image = withoutAnybodyInSync(eligible, lastKnown);
    var registration = image.cluster().broker(1).toRecord();
    Situation situation = new Situation(image, 1000, 0, new Random(1));
    MetadataDelta delta = new MetadataDelta(image);
    elections
        .withEntry(registration, false, situation)
        .forEach(record -> delta.replay(record.message()));
    return partition(delta.apply(Provenance.NONE));
  }

  private MetadataImage withoutAnybodyInSync(List<Integer> eligible, List<Integer> lastKnown) {
    if (node.controller.image().topics().topic("a") == null) {
      node.join(1, 1);
      node.create("a", 1, 1);
    }
    TopicImage topic = node.controller.image().topics().topic("a");
    return replay(
        node.controller.image(),
        PartitionChangeRecord.builder()
            .topicId(topic.id())
            .partitionId(0)
            .leader(PartitionImage.NO_LEADER)
            .isr(List.of())
            .eligibleLeaderReplicas(eligible)
            .lastKnownElr(lastKnown)
            .build());
  }

  private static MetadataImage replay(MetadataImage image, Message record) {
    MetadataDelta delta = new MetadataDelta(image);
    delta.replay(record);
    return delta.apply(Provenance.NONE);
  }

  private static PartitionImage partition(MetadataImage image) {
    return image.topics().topic("a").partition(0);
  }
}
