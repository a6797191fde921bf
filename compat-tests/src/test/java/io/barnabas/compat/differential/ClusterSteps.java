package io.barnabas.compat.differential;

import java.util.List;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Steps about the cluster and its configuration. */
final class ClusterSteps {
  private static final byte TOPIC = 2;
  private static final byte BROKER = 4;

  private final Dice dice;

  ClusterSteps(Dice dice) {
    this.dice = dice;
  }

  List<Step> all() {
    return List.of(
        describeConfigs(),
        describeConfigs(),
        incrementalAlter(),
        incrementalAlter(),
        alter(),
        describeCluster(),
        apiVersions(),
        electLeaders(),
        listReassignments(),
        reassign(),
        configResources(),
        updateFeatures());
  }

  private Step describeConfigs() {
    byte type = dice.pick(TOPIC, TOPIC, TOPIC, BROKER, (byte) 99);
    String name = type == BROKER ? dice.pick("1", "1", "", "7", "one") : dice.topic();
    List<String> keys =
        dice.pick(
            List.of("retention.ms", "cleanup.policy", "no.such.config"),
            List.of("max.message.bytes", "segment.bytes", "compression.type"),
            List.of("min.insync.replicas", "log.retention.ms", "num.partitions"),
            type == BROKER ? List.of("log.cleaner.threads", "message.max.bytes") : List.of());
    boolean synonyms = dice.oneIn(2);
    return Step.read(
        ApiKeys.DESCRIBE_CONFIGS,
        (world, version) ->
            new DescribeConfigsRequestData()
                .setIncludeSynonyms(synonyms)
                .setResources(
                    List.of(
                        new DescribeConfigsRequestData.DescribeConfigsResource()
                            .setResourceType(type)
                            .setResourceName(name)
                            .setConfigurationKeys(keys))));
  }

  private Step incrementalAlter() {
    byte type = dice.pick(TOPIC, TOPIC, TOPIC, TOPIC, (byte) 99);
    String name = dice.topic();
    byte operation = dice.pick((byte) 0, (byte) 0, (byte) 1, (byte) 2, (byte) 3);
    String[] config = config();
    boolean validateOnly = dice.oneIn(3);
    boolean twice = dice.oneIn(8);
    return Step.write(
        ApiKeys.INCREMENTAL_ALTER_CONFIGS,
        (world, version) -> {
          var configs = new IncrementalAlterConfigsRequestData.AlterableConfigCollection();
          for (int i = 0; i < (twice ? 2 : 1); i++) {
            configs.mustAdd(
                new IncrementalAlterConfigsRequestData.AlterableConfig()
                    .setName(config[0])
                    .setConfigOperation(operation)
                    .setValue(config[1]));
          }
          var resources = new IncrementalAlterConfigsRequestData.AlterConfigsResourceCollection();
          resources.add(
              new IncrementalAlterConfigsRequestData.AlterConfigsResource()
                  .setResourceType(type)
                  .setResourceName(name)
                  .setConfigs(configs));
          return new IncrementalAlterConfigsRequestData()
              .setResources(resources)
              .setValidateOnly(validateOnly);
        });
  }

  private String[] config() {
    return dice.pick(
        new String[] {"retention.ms", "3600000"},
        new String[] {"retention.ms", "-7"},
        new String[] {"cleanup.policy", "compact"},
        new String[] {"cleanup.policy", "delete"},
        new String[] {"compression.type", "zstd"},
        new String[] {"compression.type", "rar"},
        new String[] {"max.message.bytes", "3000"},
        new String[] {"max.message.bytes", null},
        new String[] {"segment.ms", "many"},
        new String[] {"min.cleanable.dirty.ratio", "0.3"},
        new String[] {"min.cleanable.dirty.ratio", "3"},
        new String[] {"", "1"},
        new String[] {"no.such.config", "1"});
  }

  private Step alter() {
    String name = dice.topic();
    String[] config = config();
    boolean validateOnly = dice.oneIn(2);
    return Step.write(
        ApiKeys.ALTER_CONFIGS,
        (world, version) -> {
          var configs = new AlterConfigsRequestData.AlterableConfigCollection();
          configs.add(
              new AlterConfigsRequestData.AlterableConfig().setName(config[0]).setValue(config[1]));
          var resources = new AlterConfigsRequestData.AlterConfigsResourceCollection();
          resources.add(
              new AlterConfigsRequestData.AlterConfigsResource()
                  .setResourceType(TOPIC)
                  .setResourceName(name)
                  .setConfigs(configs));
          return new AlterConfigsRequestData()
              .setResources(resources)
              .setValidateOnly(validateOnly);
        });
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
    return Step.read(
        ApiKeys.API_VERSIONS,
        (world, version) -> {
          var request = new ApiVersionsRequestData();
          return version >= 3
              ? request.setClientSoftwareName(name).setClientSoftwareVersion("1.0")
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

  private Step configResources() {
    List<Byte> types =
        dice.pick(List.<Byte>of(), List.of(TOPIC), List.of((byte) 16), List.of((byte) 77));
    return Step.read(
        ApiKeys.LIST_CONFIG_RESOURCES,
        (world, version) -> {
          var request = new ListConfigResourcesRequestData();
          return version >= 1 ? request.setResourceTypes(types) : request;
        });
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
