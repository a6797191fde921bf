package io.barnabas.server;

import io.barnabas.server.config.DirectoryConfig;
import io.barnabas.server.config.ListenerConfig;
import io.barnabas.server.config.NetworkConfig;
import io.barnabas.server.config.NodeConfig;
import io.barnabas.server.config.Settings;
import io.netty.util.internal.PlatformDependent;

/**
 * Everything a broker is configured with, checked.
 *
 * @param settings where the rest comes from, for what is read by name: topic defaults, descriptions
 *     of the broker
 */
public record BrokerConfig(
    Settings settings,
    NodeConfig node,
    ListenerConfig listeners,
    NetworkConfig network,
    DirectoryConfig directories) {

  /**
   * Requests may take a quarter of the memory there is for buffers; responses, appends and caches
   * need the rest.
   */
  private static final int REQUEST_SHARE = 4;

  /**
   * Reads and checks all settings.
   *
   * @throws io.barnabas.server.config.ConfigException at the first that cannot be right
   */
  public static BrokerConfig from(Settings settings) {
    return new BrokerConfig(
        settings,
        NodeConfig.from(settings),
        ListenerConfig.from(settings),
        NetworkConfig.from(
            settings,
            Runtime.getRuntime().availableProcessors(),
            PlatformDependent.estimateMaxDirectMemory() / REQUEST_SHARE),
        DirectoryConfig.from(settings));
  }
}
