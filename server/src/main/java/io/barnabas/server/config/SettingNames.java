package io.barnabas.server.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How names of settings relate to each other. */
public final class SettingNames {
  private static final Pattern OF_A_LISTENER =
      Pattern.compile(
          "listener\\.name\\.[^.]+\\.(?:(?:plain|gssapi|oauthbearer|scram-sha-(?:256|512))\\.)?(.+)");

  /** Settings that say the same in different units: the finest wins. */
  private static final List<List<String>> UNITS =
      List.of(
          List.of("log.retention.ms", "log.retention.minutes", "log.retention.hours"),
          List.of("log.roll.ms", "log.roll.hours"),
          List.of("log.roll.jitter.ms", "log.roll.jitter.hours"));

  private SettingNames() {}

  /** The setting itself where a name says for which listener (and mechanism) it is meant. */
  public static String base(String name) {
    Matcher matcher = OF_A_LISTENER.matcher(name);
    return matcher.matches() ? matcher.group(1) : name;
  }

  /** The name under which a setting is given for one listener alone. */
  public static String ofListener(String listener, String name) {
    return "listener.name." + listener.toLowerCase(Locale.ROOT) + "." + name;
  }

  /** Every name under which the value of a setting is looked for, the one that wins first. */
  public static List<String> synonyms(String name) {
    for (List<String> units : UNITS) {
      if (units.contains(name)) {
        return units;
      }
    }
    if (name.equals("log.flush.interval.ms")) {
      return List.of(name, "log.flush.scheduler.interval.ms");
    }
    String base = base(name);
    return base.equals(name) ? List.of(name) : List.of(name, base);
  }
}
