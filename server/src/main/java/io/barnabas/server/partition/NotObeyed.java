package io.barnabas.server.partition;

import io.barnabas.metadata.config.TopicConfigs;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topic configs that are checked, kept and told, while nothing obeys them yet: there is no tiered
 * storage. Whoever sets one is told so, in the log.
 */
public final class NotObeyed {
  /** Their names. Broker settings that stand in for them have no effect either. */
  public static final Set<String> CONFIGS =
      Set.of(
          "local.retention.ms",
          "local.retention.bytes",
          "remote.copy.lag.ms",
          "remote.copy.lag.bytes");

  private static final Logger LOG = LoggerFactory.getLogger(NotObeyed.class);

  private NotObeyed() {}

  /** Whether a broker setting stands in for a topic config that is obeyed. */
  public static boolean obeys(TopicConfigs topics, String brokerSetting) {
    return topics.definitions().stream()
        .filter(each -> !CONFIGS.contains(each.name()))
        .flatMap(each -> each.synonyms().stream())
        .anyMatch(each -> each.name().equals(brokerSetting));
  }

  /** Warns of those among a topic's own configs. */
  static void warn(String topic, Map<String, String> configs) {
    Set<String> idle = new TreeSet<>(configs.keySet());
    idle.retainAll(CONFIGS);
    if (!idle.isEmpty()) {
      LOG.warn("Topic {} sets {}, which has no effect in this version", topic, idle);
    }
  }
}
