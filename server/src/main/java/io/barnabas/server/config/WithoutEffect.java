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
