package io.barnabas.server.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How clients prove who they are by SASL.
 *
 * @param listeners by name, those secured by SASL
 * @param failureDelayMs how long somebody who failed waits for the answer
 */
public record SaslConfig(Map<String, OfListener> listeners, int failureDelayMs) {

  /**
   * How they do on one listener.
   *
   * @param maxReceiveBytes how large a frame may be before the proof
   */
  public record OfListener(List<SaslMechanismConfig> mechanisms, int maxReceiveBytes) {
    public OfListener {
      mechanisms = List.copyOf(mechanisms);
    }
  }

  public SaslConfig {
    listeners = Map.copyOf(listeners);
  }

  /**
   * Reads the settings.
   *
   * @throws ConfigException if a listener cannot be secured as they want it
   */
  public static SaslConfig from(Settings settings, ListenerConfig listeners) {
    SaslConfigReader reader = new SaslConfigReader(System.getProperty(JaasFile.PROPERTY));
    reader.askForAll(settings);
    Map<String, OfListener> read = new TreeMap<>();
    for (Listener listener : listeners.bound()) {
      if (listener.protocol().usesSasl()) {
        read.put(listener.name(), reader.read(settings.ofListener(listener.name())));
      }
    }
    return new SaslConfig(read, settings.intValue("connection.failed.authentication.delay.ms"));
  }
}
