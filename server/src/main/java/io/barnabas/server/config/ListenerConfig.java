package io.barnabas.server.config;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the broker listens and what it tells clients to connect to.
 *
 * @param bound the listeners opened for clients
 * @param advertised what clients are told, for each or some of the bound ones
 * @param interBrokerName the listener brokers would use among themselves
 * @param controllerNames listeners named for the controller; none is opened, the controller runs
 *     inside this process
 * @param notOpened configured controller listeners, for a warning
 * @param reached the listeners, by name, whose clients are told the address they came by, with the
 *     exceptions; the clients of others are told what is advertised
 */
public record ListenerConfig(
    List<Listener> bound,
    List<Listener> advertised,
    String interBrokerName,
    List<String> controllerNames,
    List<Listener> notOpened,
    Map<String, ForwardRules> reached) {

  /** The value of {@code advertised.listeners} that says the same as none. */
  static final String AUTO = "auto";

  public ListenerConfig {
    bound = List.copyOf(bound);
    advertised = List.copyOf(advertised);
    controllerNames = List.copyOf(controllerNames);
    notOpened = List.copyOf(notOpened);
    reached = Map.copyOf(reached);
  }

  /** The names of all listeners, those of the controller as well. */
  public Set<String> names() {
    Set<String> names = new HashSet<>(controllerNames);
    bound.forEach(listener -> names.add(listener.name()));
    notOpened.forEach(listener -> names.add(listener.name()));
    return names;
  }

  /**
   * Reads the settings.
   *
   * @throws ConfigException when they contradict each other or ask for a security protocol there is
   *     not
   */
  public static ListenerConfig from(Settings settings) {
    return new ListenerConfigReader(settings).read();
  }
}
