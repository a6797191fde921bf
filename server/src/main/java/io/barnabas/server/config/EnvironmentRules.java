package io.barnabas.server.config;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Turns {@code KAFKA_...} variables into settings by the rules of the apache/kafka image: the
 * prefix is dropped, letters become small, {@code _} a dot, {@code __} an underscore and {@code
 * ___} a dash. Variables of the start scripts are no settings. When only the advertised listeners
 * are given, the broker listens on the same ports of all interfaces.
 */
final class EnvironmentRules {
  private static final String PREFIX = "KAFKA_";

  private static final Set<String> OF_THE_SCRIPTS =
      Set.of(
          "KAFKA_VERSION",
          "KAFKA_HEAP_OPTS",
          "KAFKA_LOG4J_OPTS",
          "KAFKA_OPTS",
          "KAFKA_JMX_OPTS",
          "KAFKA_JVM_PERFORMANCE_OPTS",
          "KAFKA_GC_LOG_OPTS",
          "KAFKA_LOG4J_ROOT_LOGLEVEL",
          "KAFKA_LOG4J_LOGGERS",
          "KAFKA_TOOLS_LOG4J_LOGLEVEL",
          "KAFKA_JMX_HOSTNAME");

  private EnvironmentRules() {}

  static Map<String, String> settings(Map<String, String> environment) {
    Map<String, String> settings = new TreeMap<>();
    environment.forEach(
        (variable, value) -> {
          if (variable.startsWith(PREFIX) && !OF_THE_SCRIPTS.contains(variable)) {
            settings.put(settingName(variable), value);
          }
        });
    String advertised = settings.get("advertised.listeners");
    if (advertised != null
        && !advertised.equalsIgnoreCase(ListenerConfig.AUTO)
        && !settings.containsKey("listeners")) {
      settings.put("listeners", onAllInterfaces(advertised));
    }
    return settings;
  }

  static String settingName(String variable) {
    return variable
        .substring(PREFIX.length())
        .toLowerCase(java.util.Locale.ROOT)
        .replace('_', '.')
        .replace("...", "-")
        .replace("..", "_");
  }

  private static String onAllInterfaces(String advertised) {
    return Arrays.stream(advertised.split(","))
        .map(listener -> listener.replaceFirst("://.*:", "://0.0.0.0:"))
        .collect(Collectors.joining(","));
  }
}
