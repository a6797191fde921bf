package io.barnabas.compat.differential;

import java.util.List;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Steps about configs of topics, brokers, groups and client metrics. */
final class ConfigSteps {
  private static final byte TOPIC = 2;
  private static final byte BROKER = 4;
  private static final byte METRICS = 16;
  private static final byte GROUP = 32;

  private final Dice dice;

  ConfigSteps(Dice dice) {
    this.dice = dice;
  }

  List<Step> all() {
    return List.of(
        describeConfigs(),
        describeConfigs(),
        incrementalAlter(),
        incrementalAlter(),
        alter(),
        configResources());
  }

  private static final List<String> OF_BROKERS =
      List.of(
          "background.threads",
          "compression.type",
          "log.cleaner.backoff.ms",
          "log.cleaner.threads",
          "log.cleanup.policy",
          "log.retention.ms",
          "max.connections.per.ip",
          "max.connections.per.ip.overrides",
          "message.max.bytes",
          "no.such.config",
          "producer.id.expiration.ms");

  /** Takes back what other sequences have set on the broker, or on all. */
  static Step asStarted(String broker) {
    return Step.write(
        ApiKeys.INCREMENTAL_ALTER_CONFIGS,
        (world, version) -> {
          var configs = new IncrementalAlterConfigsRequestData.AlterableConfigCollection();
          OF_BROKERS.forEach(
              name ->
                  configs.mustAdd(
                      new IncrementalAlterConfigsRequestData.AlterableConfig()
                          .setName(name)
                          .setConfigOperation((byte) 1)
                          .setValue(null)));
          var resources = new IncrementalAlterConfigsRequestData.AlterConfigsResourceCollection();
          resources.add(
              new IncrementalAlterConfigsRequestData.AlterConfigsResource()
                  .setResourceType(BROKER)
                  .setResourceName(broker)
                  .setConfigs(configs));
          return new IncrementalAlterConfigsRequestData().setResources(resources);
        });
  }

  /** All configs of the broker, with their types and where their values are from. */
  static Step wholeBroker() {
    return Step.read(
        ApiKeys.DESCRIBE_CONFIGS,
        (world, version) ->
            new DescribeConfigsRequestData()
                .setIncludeSynonyms(true)
                .setResources(
                    List.of(
                        new DescribeConfigsRequestData.DescribeConfigsResource()
                            .setResourceType(BROKER)
                            .setResourceName("1")
                            .setConfigurationKeys(List.of()))));
  }

  private Step describeConfigs() {
    byte type = dice.pick(TOPIC, TOPIC, TOPIC, BROKER, BROKER, METRICS, GROUP, (byte) 99);
    String name = name(type);
    List<String> keys =
        dice.pick(
            List.of("retention.ms", "cleanup.policy", "no.such.config"),
            List.of("max.message.bytes", "segment.bytes", "compression.type"),
            List.of("min.insync.replicas", "log.retention.ms", "num.partitions"),
            type == BROKER ? List.of("log.cleaner.threads", "message.max.bytes") : List.of(),
            List.<String>of());
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
    byte type =
        dice.pick(TOPIC, TOPIC, TOPIC, METRICS, METRICS, GROUP, GROUP, BROKER, BROKER, (byte) 99);
    String name = name(type);
    byte operation = dice.pick((byte) 0, (byte) 0, (byte) 1, (byte) 2, (byte) 3);
    String[] config = config(type);
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

  private String name(byte type) {
    return switch (type) {
      case BROKER -> dice.pick("1", "1", "1", "", "7", "one");
      case METRICS -> dice.pick(dice.named("m0"), dice.named("m0"), dice.named("m1"), "");
      case GROUP -> dice.group();
      default -> dice.topic();
    };
  }

  private String[] config(byte type) {
    return switch (type) {
      case METRICS -> metricsConfig();
      case GROUP -> groupConfig();
      case BROKER -> brokerConfig();
      default -> topicConfig();
    };
  }

  /** Nothing that changes how the next requests fare, since nobody says when it has spread. */
  private String[] brokerConfig() {
    return dice.pick(
        new String[] {"log.cleaner.backoff.ms", "1000"},
        new String[] {"log.cleaner.backoff.ms", "-1"},
        new String[] {"log.cleaner.threads", "2"},
        new String[] {"log.cleaner.threads", "9"},
        new String[] {"background.threads", "12"},
        new String[] {"num.io.threads", "100"},
        new String[] {"message.max.bytes", "1048600"},
        new String[] {"message.max.bytes", "-1"},
        new String[] {"log.retention.ms", "86400000"},
        new String[] {"log.retention.ms", "soon"},
        new String[] {"compression.type", "rar"},
        new String[] {"log.cleanup.policy", "compact"},
        new String[] {"producer.id.expiration.ms", "90000000"},
        new String[] {"producer.id.expiration.ms", "0"},
        new String[] {"max.connections.per.ip", "100000"},
        new String[] {"max.connections.per.ip.overrides", "127.0.0.1"},
        new String[] {"log.dirs", "/elsewhere"},
        new String[] {"node.id", "2"},
        new String[] {"log.retention.hours", "5"},
        new String[] {"ssl.keystore.location", "/no/such/file"},
        new String[] {"no.such.config", "1"});
  }

  private String[] metricsConfig() {
    return dice.pick(
        new String[] {"interval.ms", "60000"},
        new String[] {"interval.ms", "99"},
        new String[] {"interval.ms", "3600001"},
        new String[] {"interval.ms", "often"},
        new String[] {"metrics", "org.apache.kafka.producer.,org.apache.kafka.consumer."},
        new String[] {"metrics", ""},
        new String[] {"match", "client_software_name=java.*"},
        new String[] {"match", "no_such_thing=x"},
        new String[] {"match", "client_id=["},
        new String[] {"match", null},
        new String[] {"no.such.config", "1"});
  }

  private String[] groupConfig() {
    return dice.pick(
        new String[] {"consumer.session.timeout.ms", "50000"},
        new String[] {"consumer.session.timeout.ms", "1"},
        new String[] {"consumer.session.timeout.ms", "long"},
        new String[] {"consumer.heartbeat.interval.ms", "6000"},
        new String[] {"consumer.heartbeat.interval.ms", "60000"},
        new String[] {"share.auto.offset.reset", "earliest"},
        new String[] {"share.auto.offset.reset", "nowhere"},
        new String[] {"share.record.lock.duration.ms", "20000"},
        new String[] {"streams.num.standby.replicas", "1"},
        new String[] {"streams.num.standby.replicas", "-1"},
        new String[] {"consumer.session.timeout.ms", null},
        new String[] {"no.such.config", "1"});
  }

  private String[] topicConfig() {
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
    byte type = dice.pick(TOPIC, TOPIC, METRICS, GROUP, BROKER);
    // What all brokers share is left alone: Apache Kafka keeps more there than was set.
    String name = type == BROKER ? dice.pick("1", "7") : name(type);
    String[] config = config(type);
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
                  .setResourceType(type)
                  .setResourceName(name)
                  .setConfigs(configs));
          return new AlterConfigsRequestData()
              .setResources(resources)
              .setValidateOnly(validateOnly);
        });
  }

  private Step configResources() {
    List<Byte> types =
        dice.pick(
            List.<Byte>of(), List.of(TOPIC), List.of(METRICS), List.of(GROUP), List.of((byte) 77));
    return Step.read(
        ApiKeys.LIST_CONFIG_RESOURCES,
        (world, version) -> {
          var request = new ListConfigResourcesRequestData();
          return version >= 1 ? request.setResourceTypes(types) : request;
        });
  }
}
