package io.barnabas.compat.differential;

import java.util.List;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Steps about the cluster. */
final class ClusterSteps {
  private final Dice dice;

  ClusterSteps(Dice dice) {
    this.dice = dice;
  }

  List<Step> all() {
    return List.of(
        describeCluster(),
        apiVersions(),
        apiVersions(),
        electLeaders(),
        listReassignments(),
        reassign(),
        updateFeatures());
  }

  /** Learns which cluster it is. */
  static Step whoAreYou() {
    return Step.read(ApiKeys.DESCRIBE_CLUSTER, (world, version) -> new DescribeClusterRequestData())
        .learning(
            (world, answer) -> world.clusterId(((DescribeClusterResponseData) answer).clusterId()));
  }

  private Step describeCluster() {
    boolean operations = dice.oneIn(2);
    byte endpoints = dice.pick((byte) 1, (byte) 1, (byte) 2, (byte) 5);
    return Step.read(
        ApiKeys.DESCRIBE_CLUSTER,
        (world, version) -> {
          var request =
              new DescribeClusterRequestData().setIncludeClusterAuthorizedOperations(operations);
          return version >= 1 ? request.setEndpointType(endpoints) : request;
        });
  }

  private Step apiVersions() {
    String name = dice.pick("client", "client", "", "has space", "-dash", "x".repeat(300));
    String softwareVersion = dice.pick("1.0", "1.0", "1.0", "", "1,0");
    String cluster = dice.pick(null, "this", "this", "other", "");
    int node = dice.pick(1, 1, -1, 7);
    return Step.read(
        ApiKeys.API_VERSIONS,
        (world, version) -> {
          var request = new ApiVersionsRequestData();
          if (version >= 5) {
            request
                .setClusterId("this".equals(cluster) ? world.clusterId() : cluster)
                .setNodeId(node);
          }
          return version >= 3
              ? request.setClientSoftwareName(name).setClientSoftwareVersion(softwareVersion)
              : request;
        });
  }

  private Step electLeaders() {
    String topic = dice.topic();
    int partition = dice.partition();
    byte type = dice.pick((byte) 0, (byte) 0, (byte) 1, (byte) 9);
    return Step.write(
        ApiKeys.ELECT_LEADERS,
        (world, version) -> {
          var partitions = new ElectLeadersRequestData.TopicPartitionsCollection();
          partitions.add(
              new ElectLeadersRequestData.TopicPartitions()
                  .setTopic(topic)
                  .setPartitions(List.of(partition)));
          var request =
              new ElectLeadersRequestData().setTopicPartitions(partitions).setTimeoutMs(20_000);
          return version >= 1 ? request.setElectionType(type) : request;
        });
  }

  private Step listReassignments() {
    String topic = dice.topic();
    boolean all = dice.oneIn(2);
    return Step.read(
        ApiKeys.LIST_PARTITION_REASSIGNMENTS,
        (world, version) ->
            new ListPartitionReassignmentsRequestData()
                .setTimeoutMs(20_000)
                .setTopics(
                    all
                        ? null
                        : List.of(
                            new ListPartitionReassignmentsRequestData
                                    .ListPartitionReassignmentsTopics()
                                .setName(topic)
                                .setPartitionIndexes(List.of(0, 9)))));
  }

  private Step reassign() {
    String topic = dice.topic();
    int partition = dice.partition();
    List<Integer> replicas =
        dice.pick(List.of(1), List.of(1), List.of(9), List.of(1, 1), List.<Integer>of(), null);
    return Step.write(
        ApiKeys.ALTER_PARTITION_REASSIGNMENTS,
        (world, version) ->
            new AlterPartitionReassignmentsRequestData()
                .setTimeoutMs(20_000)
                .setTopics(
                    List.of(
                        new AlterPartitionReassignmentsRequestData.ReassignableTopic()
                            .setName(topic)
                            .setPartitions(
                                List.of(
                                    new AlterPartitionReassignmentsRequestData
                                            .ReassignablePartition()
                                        .setPartitionIndex(partition)
                                        .setReplicas(replicas))))));
  }

  private Step updateFeatures() {
    String feature = dice.pick("group.version", "no.such.feature", "metadata.version");
    short level = dice.pick((short) 0, (short) 1, (short) 99);
    return Step.write(
        ApiKeys.UPDATE_FEATURES,
        (world, version) -> {
          var features = new UpdateFeaturesRequestData.FeatureUpdateKeyCollection();
          var update =
              new UpdateFeaturesRequestData.FeatureUpdateKey()
                  .setFeature(feature)
                  .setMaxVersionLevel(level);
          features.add(version >= 1 ? update.setUpgradeType((byte) 1) : update);
          var request = new UpdateFeaturesRequestData().setFeatureUpdates(features);
          return version >= 1 ? request.setValidateOnly(true) : request;
        });
  }
}
