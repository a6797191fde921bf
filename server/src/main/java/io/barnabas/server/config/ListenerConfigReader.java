package io.barnabas.server.config;

import io.barnabas.metadata.image.SecurityProtocol;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads and cross-checks the settings about listeners, by Apache Kafka's rules. One use, one
 * thread.
 */
final class ListenerConfigReader {
  private static final String PROTOCOL_MAP = "listener.security.protocol.map";
  private static final String SYNTAX = "a list of NAME://host:port";
  private static final Pattern LISTENER =
      Pattern.compile("([^:/]+)://\\[?([0-9a-zA-Z\\-%._:]*)\\]?:(-?[0-9]+)");

  private final Settings settings;
  private final List<String> controllerNames;
  private final Map<String, SecurityProtocol> protocols;

  ListenerConfigReader(Settings settings) {
    this.settings = settings;
    this.controllerNames = upperCase(settings.list("controller.listener.names"));
    this.protocols = protocols();
  }

  ListenerConfig read() {
    List<Listener> listeners = parse("listeners");
    checkUnique(listeners);
    List<Listener> bound = without(listeners, controllerNames);
    if (bound.isEmpty()) {
      throw settings.refuse("listeners", "at least one listener that is not the controller's");
    }
    String told = settings.text("advertised.listeners");
    boolean automatic = told == null || told.equalsIgnoreCase(ListenerConfig.AUTO);
    List<Listener> advertised = automatic ? bound : without(advertised(listeners), controllerNames);
    return new ListenerConfig(
        bound,
        advertised,
        interBrokerName(advertised),
        controllerNames,
        listeners.stream().filter(l -> controllerNames.contains(l.name())).toList(),
        automatic ? forwards(bound) : Map.of());
  }

  private Map<String, ForwardRules> forwards(List<Listener> bound) {
    Map<String, ForwardRules> rules = new HashMap<>();
    for (Listener listener : bound) {
      rules.put(listener.name(), ForwardRules.of(settings.ofListener(listener.name())));
    }
    return rules;
  }

  private List<Listener> parse(String key) {
    return settings.list(key).stream().map(text -> parse(key, text)).toList();
  }

  private Listener parse(String key, String text) {
    Matcher matcher = LISTENER.matcher(text);
    if (!matcher.matches() || matcher.group(3).length() > 5) {
      throw settings.refuse(key, SYNTAX);
    }
    int port = Integer.parseInt(matcher.group(3));
    if (port < 0 || port > 65535) {
      throw settings.refuse(key, SYNTAX);
    }
    String name = matcher.group(1).toUpperCase(Locale.ROOT);
    SecurityProtocol protocol = protocols.get(name);
    if (protocol == null) {
      throw settings.refuse(
          key, "names with an entry in " + PROTOCOL_MAP + ", as " + name + " has not");
    }
    return new Listener(name, protocol, matcher.group(2), port);
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

  /**
   * By listener; the controller's, which is not opened, needs no entry unless somebody names it.
   */
  private Map<String, SecurityProtocol> protocols() {
    Map<String, SecurityProtocol> map = new HashMap<>();
    for (String pair : String.valueOf(settings.text(PROTOCOL_MAP)).split(",")) {
      int colon = pair.lastIndexOf(':');
      SecurityProtocol protocol = colon < 1 ? null : protocol(pair.substring(colon + 1).trim());
      if (protocol == null) {
        throw settings.refuse(
            PROTOCOL_MAP,
            "a list of NAME:PROTOCOL with one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL");
      }
      map.put(pair.substring(0, colon).trim().toUpperCase(Locale.ROOT), protocol);
    }
    boolean named = settings.isGiven("controller.listener.names");
    for (String name : controllerNames) {
      if (map.putIfAbsent(name, SecurityProtocol.PLAINTEXT) == null
          && named
          && settings.isGiven(PROTOCOL_MAP)) {
        throw settings.refuse(PROTOCOL_MAP, "an entry for the controller's listener " + name);
      }
    }
    return map;
  }

  private static @Nullable SecurityProtocol protocol(String name) {
    for (SecurityProtocol protocol : SecurityProtocol.values()) {
      if (protocol.name().equalsIgnoreCase(name)) {
        return protocol;
      }
    }
    return null;
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
              + advertised.stream().map(Listener::name).collect(Collectors.joining(", "))
              + (byName == null ? "; inter.broker.listener.name says which" : ""));
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
