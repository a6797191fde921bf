package io.barnabas.server.config;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns {@code KAFKA_...} variables into settings by the rules of the apache/kafka image: the
 * prefix is dropped, letters become small, {@code _} a dot, {@code __} an underscore and {@code
 * ___} a dash. Variables of the start scripts are no settings. When only the advertised listeners
 * are given, the broker listens on the same ports of all interfaces.
 */
final class EnvironmentRules {
  private static final String PREFIX = "KAFKA_";

  /** Of scripts and images, and what Kubernetes adds for a service of the name kafka. */
  private static final Pattern OF_THE_SCRIPTS =
      Pattern.compile(
          "KAFKA_(VERSION|HOME|MODE|DEBUG|OPTS|.*_OPTS|JMX_.*|LOG4J_.*|TOOLS_LOG4J_.*"
              + "|SERVICE_HOST|SERVICE_PORT|SERVICE_PORT_.*|PORT|PORT_.*)");

  private EnvironmentRules() {}

  static Map<String, String> settings(Map<String, String> environment) {
    Map<String, String> settings = new TreeMap<>();
    environment.forEach(
        (variable, value) -> {
          if (variable.startsWith(PREFIX) && !OF_THE_SCRIPTS.matcher(variable).matches()) {
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

  /** The variable that gives this setting. */
  static String variable(String setting) {
    return PREFIX
        + setting
            .replace("_", "__")
            .replace("-", "___")
            .replace('.', '_')
            .toUpperCase(java.util.Locale.ROOT);
  }

  private static String onAllInterfaces(String advertised) {
    return Arrays.stream(advertised.split(","))
        .map(listener -> listener.replaceFirst("://.*:", "://0.0.0.0:"))
        .collect(Collectors.joining(","));
  }
}
