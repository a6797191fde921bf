package io.barnabas.server;

import io.barnabas.coordinator.RuntimeConfig;
import io.barnabas.group.GroupConfig;
import io.barnabas.metadata.config.ConfigDefinition;
import io.barnabas.metadata.config.GroupConfigs;
import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.controller.ControllerSettings;
import io.barnabas.server.api.ApiSettings;
import io.barnabas.server.config.AuthorizerConfig;
import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.DelegationTokenConfig;
import io.barnabas.server.config.DirectoryConfig;
import io.barnabas.server.config.HttpConfig;
import io.barnabas.server.config.ListenerConfig;
import io.barnabas.server.config.NetworkConfig;
import io.barnabas.server.config.NodeConfig;
import io.barnabas.server.config.SaslConfig;
import io.barnabas.server.config.SettingValue;
import io.barnabas.server.config.Settings;
import io.barnabas.server.config.StorageConfig;
import io.barnabas.server.partition.NotObeyed;
import io.barnabas.server.quota.QuotaWindows;
import io.barnabas.server.tls.TlsListeners;
import io.barnabas.server.transaction.PartitionVerification;
import io.barnabas.transaction.TransactionConfig;
import io.netty.util.internal.PlatformDependent;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything a broker is configured with, checked.
 *
 * @param settings where the rest comes from, for what is read by name: descriptions of the broker
 * @param fetchSessions how many fetch sessions are kept
 * @param sasl how clients prove who they are
 */
public record BrokerConfig(
    Settings settings,
    NodeConfig node,
    ListenerConfig listeners,
    AuthorizerConfig authorizer,
    NetworkConfig network,
    HttpConfig http,
    DirectoryConfig directories,
    StorageConfig storage,
    ControllerSettings controller,
    TopicConfigs topics,
    GroupConfigs groupConfigs,
    GroupConfig groups,
    TransactionConfig transactions,
    RuntimeConfig coordinators,
    QuotaWindows clientQuotas,
    QuotaWindows controllerQuotas,
    int fetchSessions,
    SaslConfig sasl,
    DelegationTokenConfig delegationTokens) {

  /**
   * Requests may take a quarter of the memory there is for buffers; responses, appends and caches
   * need the rest.
   */
  private static final int REQUEST_SHARE = 4;

  private static final long MILLIS_PER_MINUTE = 60_000;
  private static final long MARKER_RETRY_MS = 100;

  /**
   * Reads and checks all settings.
   *
   * @throws ConfigException at the first that cannot be right
   */
  public static BrokerConfig from(Settings settings) {
    NodeConfig node = NodeConfig.from(settings);
    ListenerConfig listeners = ListenerConfig.from(settings);
    // Read again when handlers and listeners are made; wrong ones are to be known now.
    ApiSettings.from(settings);
    PartitionVerification.check(settings);
    TlsListeners.check(settings, listeners.bound());
    return new BrokerConfig(
        settings,
        node,
        listeners,
        AuthorizerConfig.from(settings, listeners.names()),
        NetworkConfig.from(
            settings,
            listeners,
            Runtime.getRuntime().availableProcessors(),
            PlatformDependent.estimateMaxDirectMemory() / REQUEST_SHARE),
        HttpConfig.from(settings),
        DirectoryConfig.from(settings),
        StorageConfig.from(settings),
        new ControllerSettings(
            settings.intValue("num.partitions"), settings.intValue("default.replication.factor")),
        topics(settings, node.nodeId()),
        new GroupConfigs(node.nodeId(), given(settings), name -> known(settings, name)),
        groups(settings),
        transactions(settings),
        RuntimeConfig.defaults()
            .withCommitTimeoutMs(settings.longValue("offsets.commit.timeout.ms")),
        QuotaWindows.ofClients(settings),
        QuotaWindows.ofController(settings),
        settings.intValue("max.incremental.fetch.session.cache.slots"),
        SaslConfig.from(settings, listeners),
        DelegationTokenConfig.from(settings));
  }

  private static TopicConfigs topics(Settings settings, int nodeId) {
    try {
      TopicConfigs topics = new TopicConfigs(nodeId, given(settings));
      for (ConfigDefinition definition : topics.definitions()) {
        if (!NotObeyed.REASONS.containsKey(definition.name())) {
          definition.synonyms().forEach(synonym -> settings.givenText(synonym.name()));
        }
      }
      return topics;
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable String known(Settings settings, String name) {
    return settings.catalogue().find(name) == null ? null : settings.text(name);
  }

  private static Map<String, String> given(Settings settings) {
    Map<String, String> given = new TreeMap<>();
    for (Map.Entry<String, SettingValue> entry : settings.given().entrySet()) {
      given.put(entry.getKey(), entry.getValue().text().trim());
    }
    return given;
  }

  private static TransactionConfig transactions(Settings settings) {
    return new TransactionConfig(
        settings.intValue("transaction.state.log.num.partitions"),
        settings.intValue("transaction.max.timeout.ms"),
        settings.intValue("transactional.id.expiration.ms"),
        settings.intValue("transaction.abort.timed.out.transaction.cleanup.interval.ms"),
        settings.intValue("transaction.remove.expired.transaction.cleanup.interval.ms"),
        settings.intValue("add.partitions.to.txn.retry.backoff.max.ms"),
        MARKER_RETRY_MS);
  }

  private static GroupConfig groups(Settings settings) {
    return new GroupConfig(
        settings.intValue("offsets.topic.num.partitions"),
        settings.intValue("group.min.session.timeout.ms"),
        settings.intValue("group.max.session.timeout.ms"),
        settings.intValue("group.initial.rebalance.delay.ms"),
        settings.intValue("group.max.size"),
        settings.intValue("offset.metadata.max.bytes"),
        settings.longValue("offsets.retention.minutes") * MILLIS_PER_MINUTE,
        settings.longValue("offsets.retention.check.interval.ms"));
  }
}
