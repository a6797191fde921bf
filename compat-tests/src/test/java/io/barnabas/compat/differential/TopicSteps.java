package io.barnabas.compat.differential;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** Steps about topics. */
final class TopicSteps {
  private final Dice dice;

  TopicSteps(Dice dice) {
    this.dice = dice;
  }

  List<Step> all() {
    return List.of(
        create(),
        create(),
        delete(),
        createPartitions(),
        metadata(),
        metadata(),
        describe(),
        deleteRecords());
  }

  /** A topic as most users make it, so that most steps have something to work on. */
  static Step plain(String name, int partitions) {
    return Step.write(
        ApiKeys.CREATE_TOPICS,
        (world, version) -> {
          var topics = new CreateTopicsRequestData.CreatableTopicCollection();
          topics.add(
              new CreateTopicsRequestData.CreatableTopic()
                  .setName(name)
                  .setNumPartitions(partitions)
                  .setReplicationFactor((short) 1));
          return new CreateTopicsRequestData().setTopics(topics).setTimeoutMs(20_000);
        });
  }

  private Step create() {
    boolean validateOnly = dice.oneIn(4);
    int count = dice.oneIn(4) ? 2 : 1;
    List<CreateTopicsRequestData.CreatableTopic> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(creatable());
    }
    if (dice.oneIn(10)) {
      made.add(made.get(0).duplicate()); // A name twice in one request.
    }
    return Step.write(
        ApiKeys.CREATE_TOPICS,
        (world, version) -> {
          var topics = new CreateTopicsRequestData.CreatableTopicCollection();
          made.forEach(topic -> topics.mustAdd(topic.duplicate()));
          return new CreateTopicsRequestData()
              .setTopics(topics)
              .setTimeoutMs(20_000)
              .setValidateOnly(validateOnly);
        });
  }

  private CreateTopicsRequestData.CreatableTopic creatable() {
    var topic = new CreateTopicsRequestData.CreatableTopic().setName(dice.topic());
    if (dice.oneIn(4)) {
      topic.setNumPartitions(-1).setReplicationFactor((short) -1);
      int[][] assignments =
          dice.pick(
              new int[][] {{0, 1}},
              new int[][] {{0, 1}, {1, 1}},
              new int[][] {{1, 1}},
              new int[][] {{0, 9}},
              new int[][] {{0, 1}, {1}});
      for (int[] each : assignments) {
        var assignment =
            new CreateTopicsRequestData.CreatableReplicaAssignment().setPartitionIndex(each[0]);
        for (int i = 1; i < each.length; i++) {
          assignment.brokerIds().add(each[i]);
        }
        topic.assignments().add(assignment);
      }
    } else {
      topic
          .setNumPartitions(dice.pick(1, 2, 3, -1, 0, -2))
          .setReplicationFactor(dice.pick((short) 1, (short) 1, (short) -1, (short) 0, (short) 3));
    }
    if (dice.oneIn(3)) {
      String[] config =
          dice.pick(
              new String[] {"retention.ms", "86400000"},
              new String[] {"retention.ms", "soon"},
              new String[] {"cleanup.policy", "delete"},
              new String[] {"cleanup.policy", "shred"},
              new String[] {"min.insync.replicas", "0"},
              new String[] {"segment.bytes", "12"},
              new String[] {"max.message.bytes", "2000"},
              new String[] {"no.such.config", "1"},
              new String[] {"retention.bytes", null});
      topic
          .configs()
          .add(
              new CreateTopicsRequestData.CreatableTopicConfig()
                  .setName(config[0])
                  .setValue(config[1]));
    }
    return topic;
  }

  private Step delete() {
    String name = dice.topic();
    boolean byId = dice.oneIn(2);
    boolean both = dice.oneIn(12);
    return Step.write(
        ApiKeys.DELETE_TOPICS,
        (world, version) -> {
          var request = new DeleteTopicsRequestData().setTimeoutMs(20_000);
          if (version < 6) {
            return request.setTopicNames(List.of(name));
          }
          var topic = new DeleteTopicsRequestData.DeleteTopicState();
          if (byId || both) {
            topic.setTopicId(world.topicId(name));
          }
          topic.setName(byId && !both ? null : name);
          return request.setTopics(List.of(topic));
        });
  }

  private Step createPartitions() {
    String name = dice.topic();
    int count = dice.pick(1, 2, 3, 4, 0, -1);
    boolean validateOnly = dice.oneIn(3);
    @Nullable List<Integer> assigned =
        dice.oneIn(3) ? dice.pick(List.of(1), List.of(9), List.<Integer>of()) : null;
    return Step.write(
        ApiKeys.CREATE_PARTITIONS,
        (world, version) -> {
          var topic =
              new CreatePartitionsRequestData.CreatePartitionsTopic().setName(name).setCount(count);
          if (assigned != null) {
            topic.setAssignments(
                List.of(
                    new CreatePartitionsRequestData.CreatePartitionsAssignment()
                        .setBrokerIds(assigned)));
          } else {
            topic.setAssignments(null);
          }
          var topics = new CreatePartitionsRequestData.CreatePartitionsTopicCollection();
          topics.add(topic);
          return new CreatePartitionsRequestData()
              .setTopics(topics)
              .setTimeoutMs(20_000)
              .setValidateOnly(validateOnly);
        });
  }

  private Step metadata() {
    String name = dice.topic();
    int how = dice.below(4);
    boolean operations = dice.oneIn(3);
    return Step.read(
        ApiKeys.METADATA,
        (world, version) -> {
          var request = new MetadataRequestData();
          if (version >= 4) {
            request.setAllowAutoTopicCreation(false);
          }
          if (version >= 8) {
            request.setIncludeTopicAuthorizedOperations(operations);
          }
          // Before v4 whoever names a topic creates it, so all or (v1 on) none are asked for.
          if (version < 4 || how == 0) {
            return request.setTopics(version == 0 ? List.of() : null);
          }
          var topic = new MetadataRequestData.MetadataRequestTopic();
          if (version >= 10 && how == 1) {
            topic.setTopicId(world.topicId(name)).setName(version >= 12 ? null : name);
          } else if (version >= 10 && how == 2) {
            topic.setTopicId(Uuid.ZERO_UUID).setName(name);
          } else {
            topic.setName(name);
          }
          return request.setTopics(List.of(topic));
        });
  }

  private Step describe() {
    String name = dice.topic();
    int limit = dice.pick(2000, 1, 2, 0, -1);
    boolean cursor = dice.oneIn(4);
    int from = dice.pick(0, 1, 5);
    return Step.read(
        ApiKeys.DESCRIBE_TOPIC_PARTITIONS,
        (world, version) -> {
          var request =
              new DescribeTopicPartitionsRequestData()
                  .setTopics(
                      List.of(new DescribeTopicPartitionsRequestData.TopicRequest().setName(name)))
                  .setResponsePartitionLimit(limit);
          if (cursor) {
            request.setCursor(
                new DescribeTopicPartitionsRequestData.Cursor()
                    .setTopicName(name)
                    .setPartitionIndex(from));
          }
          return request;
        });
  }

  private Step deleteRecords() {
    String name = dice.topic();
    int partition = dice.partition();
    long offset = dice.pick(0L, 1L, 3L, -1L, 100_000L, -2L);
    return Step.write(
        ApiKeys.DELETE_RECORDS,
        (world, version) ->
            new DeleteRecordsRequestData()
                .setTimeoutMs(20_000)
                .setTopics(
                    List.of(
                        new DeleteRecordsRequestData.DeleteRecordsTopic()
                            .setName(name)
                            .setPartitions(
                                List.of(
                                    new DeleteRecordsRequestData.DeleteRecordsPartition()
                                        .setPartitionIndex(partition)
                                        .setOffset(offset))))));
  }
}
