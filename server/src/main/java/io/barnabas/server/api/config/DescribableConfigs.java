package io.barnabas.server.api.config;

import io.barnabas.codec.ErrorCode;
import io.barnabas.metadata.config.ClientMetricsConfigs;
import io.barnabas.metadata.config.ConfigDefinition;
import io.barnabas.metadata.config.ConfigSource;
import io.barnabas.metadata.config.EffectiveConfig;
import io.barnabas.metadata.config.EffectiveConfig.ConfigSynonym;
import io.barnabas.metadata.config.GroupConfigs;
import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.TopicNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything whose configs can be described, by kind of resource. Any thread. */
public final class DescribableConfigs {
  /** What there is to say of one resource. */
  sealed interface Found {}

  /** Its configs. */
  record Described(List<EffectiveConfig> configs) implements Found {}

  /** Why there are none. */
  record Refused(ErrorCode error, String message) implements Found {}

  private final ClusterView cluster;
  private final TopicConfigs topics;
  private final GroupConfigs groups;
  private final ClientMetricsConfigs clientMetrics;
  private final BrokerConfigs brokers;
  private final LoggerConfigs loggers;

  public DescribableConfigs(
      ClusterView cluster,
      TopicConfigs topics,
      GroupConfigs groups,
      ClientMetricsConfigs clientMetrics,
      BrokerConfigs brokers,
      LoggerConfigs loggers) {
    this.cluster = cluster;
    this.topics = topics;
    this.groups = groups;
    this.clientMetrics = clientMetrics;
    this.brokers = brokers;
    this.loggers = loggers;
  }

  Found find(ConfigResource.Type type, String name) {
    MetadataImage image = cluster.image();
    return switch (type) {
      case TOPIC -> topic(name, image);
      case BROKER -> broker(name, image);
      case BROKER_LOGGER -> logger(name);
      case CLIENT_METRICS ->
          name.isEmpty()
              ? invalid("Client metrics subscription name must not be empty")
              : new Described(clientMetrics.resolve(name, image.configs()).all());
      case GROUP ->
          name.isEmpty()
              ? invalid("Group name must not be empty")
              : new Described(
                  groups.resolve(name, image.configs()).all().stream().map(this::ofGroup).toList());
    };
  }

  private Found topic(String name, MetadataImage image) {
    if (!TopicNames.isValid(name)) {
      return new Refused(ErrorCode.INVALID_TOPIC_EXCEPTION, problem(name));
    }
    if (image.topics().topic(name) == null) {
      return new Refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "");
    }
    return new Described(
        topics.resolve(name, image.configs()).all().stream()
            .map(each -> shown(each, topics.definition(each.name())))
            .toList());
  }

  private static String problem(String name) {
    return "Topic name is invalid: "
        + (name.isEmpty()
            ? "the empty string is not allowed"
            : name.length() > TopicNames.LENGTH_MAX
                ? "the length of '" + name + "' is longer than the max allowed length 249"
                : name.equals(".") || name.equals("..")
                    ? "'" + name + "' is not allowed"
                    : "'"
                        + name
                        + "' contains one or more characters other than ASCII alphanumerics, '.',"
                        + " '_' and '-'");
  }

  private Found broker(String name, MetadataImage image) {
    if (name.isEmpty()) {
      return new Described(brokers.shared(image.configs()));
    }
    if (isNoNumber(name)) {
      return invalid("Broker id must be an integer, but it is: " + name);
    }
    if (!name.equals(Integer.toString(cluster.nodeId()))) {
      return invalid(
          "Unexpected broker id, expected "
              + cluster.nodeId()
              + " or empty string, but received "
              + name);
    }
    return new Described(brokers.own(image.configs()));
  }

  private Found logger(String name) {
    if (name.isEmpty()) {
      return invalid("Broker id must not be empty");
    }
    if (isNoNumber(name)) {
      return invalid("Broker id must be an integer, but it is: " + name);
    }
    return name.equals(Integer.toString(cluster.nodeId()))
        ? new Described(loggers.all())
        : invalid("Unexpected broker id, expected " + cluster.nodeId() + " but received " + name);
  }

  private static boolean isNoNumber(String name) {
    return !name.matches("[+-]?[0-9]{1,9}");
  }

  /** Where no broker config stands in for it, the default stands under its own name. */
  private EffectiveConfig ofGroup(EffectiveConfig config) {
    ConfigDefinition definition = groups.definition(config.name());
    if (definition == null || !definition.synonyms().isEmpty()) {
      return shown(config, definition);
    }
    List<ConfigSynonym> synonyms = new ArrayList<>(config.synonyms());
    synonyms.add(
        new ConfigSynonym(config.name(), definition.defaultValue(), ConfigSource.DEFAULT_CONFIG));
    return config.withSynonyms(synonyms);
  }

  /** Beside its own value, what the broker says of it in the finest unit, and what follows that. */
  private static EffectiveConfig shown(
      EffectiveConfig config, @Nullable ConfigDefinition definition) {
    if (definition == null || definition.synonyms().isEmpty()) {
      return config;
    }
    boolean hasOwn = !config.synonyms().isEmpty() && isOwn(config.synonyms().get(0).source());
    List<ConfigSynonym> told = new ArrayList<>(config.synonyms().subList(0, hasOwn ? 1 : 0));
    told.addAll(
        SynonymOrder.from(
            definition.synonyms().get(0).name(),
            config.synonyms().subList(hasOwn ? 1 : 0, config.synonyms().size())));
    return config.withSynonyms(told);
  }

  private static boolean isOwn(ConfigSource source) {
    return source == ConfigSource.DYNAMIC_TOPIC_CONFIG || source == ConfigSource.GROUP_CONFIG;
  }

  private static Refused invalid(String message) {
    return new Refused(ErrorCode.INVALID_REQUEST, message);
  }
}
