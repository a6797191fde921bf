package io.barnabas.compat.differential;

import java.util.List;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Steps about committed offsets. */
final class OffsetSteps {
  private final Dice dice;

  OffsetSteps(Dice dice) {
    this.dice = dice;
  }

  List<Step> all() {
    return List.of(commit(), commit(), fetch(), fetch(), delete());
  }

  private Step commit() {
    String group = dice.group();
    String topic = dice.topic();
    int partition = dice.partition();
    long offset = dice.below(10);
    String metadata = dice.pick("", "note", "x".repeat(5000));
    boolean asMember = dice.oneIn(2);
    int shift = dice.pick(0, 0, 0, 1, -1);
    return Step.write(
        ApiKeys.OFFSET_COMMIT,
        (world, version) -> {
          var asked =
              new OffsetCommitRequestData.OffsetCommitRequestPartition()
                  .setPartitionIndex(partition)
                  .setCommittedOffset(offset)
                  .setCommittedMetadata(metadata);
          var committed =
              new OffsetCommitRequestData.OffsetCommitRequestTopic().setPartitions(List.of(asked));
          if (version >= 10) {
            committed.setTopicId(world.topicId(topic));
          } else {
            committed.setName(topic);
          }
          var request =
              new OffsetCommitRequestData().setGroupId(group).setTopics(List.of(committed));
          if (asMember) {
            request
                .setMemberId(world.memberId(group + ".member"))
                .setGenerationIdOrMemberEpoch(world.generation(group + ".member") + shift);
          }
          return request;
        });
  }

  private Step fetch() {
    String group = dice.group();
    String topic = dice.topic();
    boolean everything = dice.oneIn(3);
    boolean requireStable = dice.oneIn(3);
    return Step.read(
        ApiKeys.OFFSET_FETCH,
        (world, version) -> {
          var request = new OffsetFetchRequestData();
          if (version >= 7) {
            request.setRequireStable(requireStable);
          }
          boolean all = everything && version >= 2;
          if (version < 8) {
            request.setGroupId(group);
            return request.setTopics(
                all
                    ? null
                    : List.of(
                        new OffsetFetchRequestData.OffsetFetchRequestTopic()
                            .setName(topic)
                            .setPartitionIndexes(List.of(0, 1, 9))));
          }
          var topics =
              new OffsetFetchRequestData.OffsetFetchRequestTopics()
                  .setPartitionIndexes(List.of(0, 1, 9));
          if (version >= 10) {
            topics.setTopicId(world.topicId(topic));
          } else {
            topics.setName(topic);
          }
          return request.setGroups(
              List.of(
                  new OffsetFetchRequestData.OffsetFetchRequestGroup()
                      .setGroupId(group)
                      .setTopics(all ? null : List.of(topics))));
        });
  }

  private Step delete() {
    String group = dice.group();
    String topic = dice.topic();
    int partition = dice.partition();
    return Step.write(
        ApiKeys.OFFSET_DELETE,
        (world, version) -> {
          var topics = new OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection();
          topics.add(
              new OffsetDeleteRequestData.OffsetDeleteRequestTopic()
                  .setName(topic)
                  .setPartitions(
                      List.of(
                          new OffsetDeleteRequestData.OffsetDeleteRequestPartition()
                              .setPartitionIndex(partition))));
          return new OffsetDeleteRequestData().setGroupId(group).setTopics(topics);
        });
  }
}
