package io.barnabas.compat.differential;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AddRaftVoterRequestData;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.RemoveRaftVoterRequestData;
import org.apache.kafka.common.message.UnregisterBrokerRequestData;
import org.apache.kafka.common.message.UnregisterControllerRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** Steps about the node: its log directories, its quorum, its registration. */
final class NodeSteps {
  private final Dice dice;

  NodeSteps(Dice dice) {
    this.dice = dice;
  }

  List<Step> all() {
    return List.of(
        describeLogDirs(),
        describeLogDirs(),
        moveLogs(),
        moveLogs(),
        quorum(),
        unregister(),
        addVoter(),
        removeVoter(),
        unregisterController());
  }

  private Step describeLogDirs() {
    String topic = dice.topic();
    List<Integer> partitions = dice.pick(List.of(0, 1), List.of(0), List.of(9), List.<Integer>of());
    boolean none = dice.oneIn(6);
    boolean all = dice.oneIn(4);
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
          return new DescribeLogDirsRequestData().setTopics(all ? null : topics);
        });
  }

  private Step moveLogs() {
    String topic = dice.topic();
    int partition = dice.partition();
    String path = dice.pick("a", "b", "a", "b", "/no/such/directory", "relative", "");
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
                        .setPath(path(path, world))
                        .setTopics(topics));
          }
          return request;
        });
  }

  private static String path(String name, World world) {
    return switch (name) {
      case "a" -> world.logDirectory(0);
      case "b" -> world.logDirectory(1);
      default -> name;
    };
  }

  private String cluster() {
    return dice.pick("this", "this", "this", "other", null);
  }

  private static @Nullable String cluster(@Nullable String which, World world) {
    return "this".equals(which) ? world.clusterId() : which;
  }

  /** Never one that could be added: Apache Kafka would look for it until the time is up. */
  private Step addVoter() {
    String cluster = cluster();
    int id = dice.pick(1, 1, -1);
    Uuid directory = dice.pick(new Uuid(1, 2), new Uuid(1, 2), Uuid.ZERO_UUID);
    String listener = dice.pick("CONTROLLER", "CONTROLLER", "OTHER");
    return Step.write(
        ApiKeys.ADD_RAFT_VOTER,
        (world, version) -> {
          var listeners = new AddRaftVoterRequestData.ListenerCollection();
          listeners.add(
              new AddRaftVoterRequestData.Listener()
                  .setName(listener)
                  .setHost("127.0.0.1")
                  .setPort(1));
          return new AddRaftVoterRequestData()
              .setClusterId(cluster(cluster, world))
              .setTimeoutMs(1000)
              .setVoterId(id)
              .setVoterDirectoryId(directory)
              .setListeners(listeners);
        });
  }

  private Step removeVoter() {
    String cluster = cluster();
    int id = dice.pick(1, 2, 77, -1);
    Uuid directory = dice.pick(new Uuid(1, 2), new Uuid(1, 2), Uuid.ZERO_UUID);
    return Step.write(
        ApiKeys.REMOVE_RAFT_VOTER,
        (world, version) ->
            new RemoveRaftVoterRequestData()
                .setClusterId(cluster(cluster, world))
                .setVoterId(id)
                .setVoterDirectoryId(directory));
  }

  private Step unregisterController() {
    int id = dice.pick(1, 2, -1, Integer.MAX_VALUE);
    return Step.write(
        ApiKeys.UNREGISTER_CONTROLLER,
        (world, version) -> new UnregisterControllerRequestData().setControllerId(id));
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
