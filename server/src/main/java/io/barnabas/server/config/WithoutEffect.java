package io.barnabas.server.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Why settings that nobody obeys are not obeyed, from the table beside this class. Immutable. */
public final class WithoutEffect {
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
            "Setting {} has no effect in this version: {}",
            name,
            reason == null ? "nobody asks for it under this name" : reason);
      }
    }
    for (String name : settings.unknown()) {
      log.warn("There is no setting {}; it is ignored", name);
    }
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
