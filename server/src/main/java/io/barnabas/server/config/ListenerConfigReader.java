package io.barnabas.server.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads and cross-checks the settings about listeners, by Apache Kafka's rules. One use, one
 * thread.
 */
final class ListenerConfigReader {
  private static final Set<String> PROTOCOLS =
      Set.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
  private static final String SYNTAX = "a list of NAME://host:port";

  private final Settings settings;

  ListenerConfigReader(Settings settings) {
    this.settings = settings;
  }

  ListenerConfig read() {
    List<String> controllerNames = upperCase(settings.list("controller.listener.names"));
    List<Listener> listeners = parse("listeners");
    checkUnique(listeners);
    Map<String, String> protocols = protocols(controllerNames);
    List<Listener> bound = without(listeners, controllerNames);
    if (bound.isEmpty()) {
      throw settings.refuse("listeners", "at least one listener that is not the controller's");
    }
    for (Listener listener : bound) {
      checkProtocol(listener, protocols.get(listener.name()));
    }
    List<Listener> advertised =
        settings.text("advertised.listeners") == null
            ? bound
            : without(advertised(listeners), controllerNames);
    return new ListenerConfig(
        bound,
        advertised,
        interBrokerName(advertised),
        controllerNames,
        listeners.stream().filter(l -> controllerNames.contains(l.name())).toList());
  }

  private List<Listener> parse(String key) {
    List<Listener> listeners = new ArrayList<>();
    for (String text : settings.list(key)) {
      Listener listener = Listener.parse(text);
      if (listener == null) {
        throw settings.refuse(key, SYNTAX);
      }
      listeners.add(listener);
    }
    return listeners;
  }

  private void checkUnique(List<Listener> listeners) {
    Set<String> names = new HashSet<>();
    Set<String> addresses = new HashSet<>();
    for (Listener listener : listeners) {
      if (!names.add(listener.name())) {
        throw settings.refuse("listeners", "each name once, not " + listener.name() + " twice");
      }
      if (listener.port() != 0 && !addresses.add(listener.host() + ":" + listener.port())) {
        throw settings.refuse("listeners", "each port once, not " + listener.port() + " twice");
      }
    }
  }

  private Map<String, String> protocols(List<String> controllerNames) {
    String key = "listener.security.protocol.map";
    Map<String, String> protocols = new HashMap<>();
    for (String pair : String.valueOf(settings.text(key)).split(",")) {
      int colon = pair.lastIndexOf(':');
      String protocol = pair.substring(colon + 1).trim().toUpperCase(Locale.ROOT);
      if (colon < 1 || !PROTOCOLS.contains(protocol)) {
        throw settings.refuse(
            key, "a list of NAME:PROTOCOL with one of " + String.join(", ", PROTOCOLS));
      }
      protocols.put(pair.substring(0, colon).trim().toUpperCase(Locale.ROOT), protocol);
    }
    for (String name : controllerNames) {
      if (!protocols.containsKey(name) && settings.isGiven(key)) {
        throw settings.refuse(key, "an entry for the controller's listener " + name);
      }
    }
    return protocols;
  }

  private void checkProtocol(
      Listener listener, @org.jspecify.annotations.Nullable String protocol) {
    if (protocol == null) {
      throw settings.refuse(
          "listeners",
          "names with an entry in listener.security.protocol.map, as "
              + listener.name()
              + " has not");
    }
    if (!protocol.equals("PLAINTEXT")) {
      throw settings.refuse(
          "listeners",
          "PLAINTEXT listeners only: "
              + listener.name()
              + " wants "
              + protocol
              + ", which this version does not have");
    }
  }

  private List<Listener> advertised(List<Listener> listeners) {
    String key = "advertised.listeners";
    Set<String> names = listeners.stream().map(Listener::name).collect(Collectors.toSet());
    List<Listener> advertised = parse(key);
    for (Listener listener : advertised) {
      if (!names.contains(listener.name())) {
        throw settings.refuse(
            key, "only names that are in listeners, and " + listener.name() + " is not");
      }
      if (listener.host().equals("0.0.0.0")) {
        throw settings.refuse(key, "addresses a client can connect to, which 0.0.0.0 is not");
      }
    }
    if (advertised.isEmpty()) {
      throw settings.refuse(key, SYNTAX);
    }
    return advertised;
  }

  private String interBrokerName(List<Listener> advertised) {
    String byName = settings.givenText("inter.broker.listener.name");
    String byProtocol = settings.givenText("security.inter.broker.protocol");
    if (byName != null && byProtocol != null) {
      throw settings.refuse(
          "security.inter.broker.protocol", "nothing when inter.broker.listener.name is set");
    }
    String key = byName != null ? "inter.broker.listener.name" : "security.inter.broker.protocol";
    String name = byName != null ? byName : byProtocol != null ? byProtocol : "PLAINTEXT";
    String upper = name.toUpperCase(Locale.ROOT);
    if (advertised.stream().noneMatch(listener -> listener.name().equals(upper))) {
      throw new ConfigException(
          key,
          name,
          "the name of an advertised listener, one of "
              + advertised.stream().map(Listener::name).collect(Collectors.joining(", ")));
    }
    return upper;
  }

  private static List<Listener> without(List<Listener> listeners, List<String> names) {
    return listeners.stream().filter(listener -> !names.contains(listener.name())).toList();
  }

  private static List<String> upperCase(List<String> names) {
    return names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
  }
}
