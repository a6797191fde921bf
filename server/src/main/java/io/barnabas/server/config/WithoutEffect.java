package io.barnabas.server.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Why settings that nobody obeys are not obeyed, from the table beside this class. Immutable. */
public final class WithoutEffect {
  private static final String LEVELS =
      "levels are given by -Dbarnabas.log.<logger>=<level> in KAFKA_OPTS";

  /** Variables of Apache Kafka's scripts that nobody reads here. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "KAFKA_LOG4J_OPTS",
          "there is no Log4j; " + LEVELS,
          "KAFKA_GC_LOG_OPTS",
          "-Xlog:gc in KAFKA_OPTS has the JVM log it");

  /** Those that the scripts of the image read, and nobody elsewhere. */
  private static final Map<String, String> VARIABLES_OF_THE_IMAGE =
      Map.of("KAFKA_LOG4J_ROOT_LOGLEVEL", LEVELS, "KAFKA_LOG4J_LOGGERS", LEVELS);

  private final Map<String, String> reasons;

  private WithoutEffect(Map<String, String> reasons) {
    this.reasons = reasons;
  }

  /** Reads the table. */
  public static WithoutEffect load() {
    Map<String, String> reasons = new LinkedHashMap<>();
    try (InputStream table = WithoutEffect.class.getResourceAsStream("without-effect.tsv")) {
      if (table == null) {
        throw new IllegalStateException("without-effect.tsv is not on the class path");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] columns = line.split("\t", 2);
          reasons.put(columns[0], columns[1]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new WithoutEffect(reasons);
  }

  /** Tells of each setting that was given and has no effect; after all have been read. */
  public static void warn(Settings settings, Logger log) {
    if (!settings.notHonoured().isEmpty()) {
      WithoutEffect reasons = load();
      for (String name : settings.notHonoured()) {
        String reason = reasons.reason(SettingNames.base(name));
        log.warn(
            "Setting {} has no effect in this version, and may be left out: {}",
            shown(settings, name),
            reason == null ? "nobody asks for it under this name" : reason);
      }
    }
    for (String name : settings.unknown()) {
      SettingValue value = settings.given().get(name);
      String similar = SimilarName.of(name, settings.catalogue().all());
      // Its value may be a secret, as far as anybody knows.
      log.warn(
          "There is no setting {}; it is ignored. {}",
          value == null ? name : value.nameOf(name),
          similar == null ? "Leave it out, or correct its name" : "Is " + similar + " meant?");
    }
  }

  /**
   * Tells of each variable of Apache Kafka's scripts that was given and has no effect.
   *
   * @param inImage whether the scripts of the image have read what is for them
   */
  public static void warn(Map<String, String> environment, boolean inImage, Logger log) {
    Map<String, String> idle = new TreeMap<>(VARIABLES);
    if (!inImage) {
      idle.putAll(VARIABLES_OF_THE_IMAGE);
    }
    idle.forEach(
        (variable, reason) -> {
          String value = environment.get(variable);
          if (value != null && !value.isBlank()) {
            log.warn(
                "Variable {}={} has no effect in this version, and may be left out: {}",
                variable,
                value.trim(),
                reason);
          }
        });
  }

  private static String shown(Settings settings, String name) {
    SettingValue value = settings.given().get(name);
    SettingDefinition definition = settings.catalogue().findBase(name);
    return value == null || definition == null
        ? name
        : value.nameOf(name) + "=" + definition.shown(value.text().trim());
  }

  /** Why the setting has no effect; null where nobody has said. */
  public @Nullable String reason(String setting) {
    for (Map.Entry<String, String> line : reasons.entrySet()) {
      String name = line.getKey();
      boolean fits =
          name.endsWith("*")
              ? setting.startsWith(name.substring(0, name.length() - 1))
              : setting.equals(name);
      if (fits) {
        return line.getValue();
      }
    }
    return null;
  }
}
