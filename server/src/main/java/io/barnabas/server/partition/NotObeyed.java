package io.barnabas.server.partition;

import io.barnabas.metadata.config.TopicConfigs;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topic configs that are checked, kept and told, while nothing obeys them. Whoever sets one is told
 * so, in the log.
 */
public final class NotObeyed {
  private static final String NO_TIERS = "there is no tiered storage";
  private static final String NO_REPLICAS = "there are no other replicas";

  /** Why, by name. Broker settings that stand in for them have no effect either. */
  public static final Map<String, String> REASONS =
      Map.of(
          "local.retention.ms", NO_TIERS,
          "local.retention.bytes", NO_TIERS,
          "remote.copy.lag.ms", NO_TIERS,
          "remote.copy.lag.bytes", NO_TIERS,
          "remote.log.copy.disable", NO_TIERS,
          "remote.log.delete.on.disable", NO_TIERS,
          "leader.replication.throttled.replicas", NO_REPLICAS,
          "follower.replication.throttled.replicas", NO_REPLICAS,
          "errors.deadletterqueue.group.enable", "share groups are not served yet");

  private static final Logger LOG = LoggerFactory.getLogger(NotObeyed.class);

  private NotObeyed() {}

  /** Whether a broker setting stands in for a topic config that is obeyed. */
  public static boolean obeys(TopicConfigs topics, String brokerSetting) {
    return topics.definitions().stream()
        .filter(each -> !REASONS.containsKey(each.name()))
        .flatMap(each -> each.synonyms().stream())
        .anyMatch(each -> each.name().equals(brokerSetting));
  }

  /** Warns of those among a topic's own configs. */
  static void warn(String topic, Map<String, String> configs) {
    Set<String> idle = new TreeSet<>(configs.keySet());
    idle.retainAll(REASONS.keySet());
    if (!idle.isEmpty()) {
      LOG.warn(
          "Topic {} sets {}, which has no effect in this version, and may stay for Apache Kafka",
          topic,
          idle);
    }
  }
}
