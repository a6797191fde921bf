package io.barnabas.compat.differential;

import java.util.List;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.UnregisterBrokerRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Steps about the node: its log directories, its quorum, its registration. */
final class NodeSteps {
  private final Dice dice;

  NodeSteps(Dice dice) {
    this.dice = dice;
  }

  List<Step> all() {
    return List.of(describeLogDirs(), describeLogDirs(), moveLogs(), quorum(), unregister());
  }

  /** Never of all topics: how large internal ones are is each broker's own. */
  private Step describeLogDirs() {
    String topic = dice.topic();
    List<Integer> partitions = dice.pick(List.of(0, 1), List.of(0), List.of(9), List.<Integer>of());
    boolean none = dice.oneIn(6);
    return Step.read(
        ApiKeys.DESCRIBE_LOG_DIRS,
        (world, version) -> {
          var topics = new DescribeLogDirsRequestData.DescribableLogDirTopicCollection();
          if (!none) {
            topics.add(
                new DescribeLogDirsRequestData.DescribableLogDirTopic()
                    .setTopic(topic)
                    .setPartitions(partitions));
          }
          return new DescribeLogDirsRequestData().setTopics(topics);
        });
  }

  private Step moveLogs() {
    String topic = dice.topic();
    int partition = dice.partition();
    String path = dice.pick("/no/such/directory", "relative", "");
    boolean empty = dice.oneIn(6);
    return Step.write(
        ApiKeys.ALTER_REPLICA_LOG_DIRS,
        (world, version) -> {
          var topics = new AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopicCollection();
          topics.add(
              new AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopic()
                  .setName(topic)
                  .setPartitions(List.of(partition)));
          var request = new AlterReplicaLogDirsRequestData();
          if (!empty) {
            request
                .dirs()
                .add(
                    new AlterReplicaLogDirsRequestData.AlterReplicaLogDir()
                        .setPath(path)
                        .setTopics(topics));
          }
          return request;
        });
  }

  private Step quorum() {
    String topic =
        dice.pick("__cluster_metadata", "__cluster_metadata", "__cluster_metadata", dice.topic());
    List<Integer> partitions = dice.pick(List.of(0), List.of(0), List.of(1), List.<Integer>of());
    return Step.read(
        ApiKeys.DESCRIBE_QUORUM,
        (world, version) ->
            new DescribeQuorumRequestData()
                .setTopics(
                    List.of(
                        new DescribeQuorumRequestData.TopicData()
                            .setTopicName(topic)
                            .setPartitions(
                                partitions.stream()
                                    .map(
                                        each ->
                                            new DescribeQuorumRequestData.PartitionData()
                                                .setPartitionIndex(each))
                                    .toList()))));
  }

  /** Only ids that no broker has. */
  private Step unregister() {
    int id = dice.pick(77, 0, -1, Integer.MAX_VALUE);
    return Step.write(
        ApiKeys.UNREGISTER_BROKER,
        (world, version) -> new UnregisterBrokerRequestData().setBrokerId(id));
  }
}
