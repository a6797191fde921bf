package io.barnabas.compat.differential;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The differences that are meant to be. A line each: api, field, Apache Kafka's value, Barnabas's
 * value, reason, with {@code |} between them; the first four are regular expressions.
 */
final class AllowedDifferences {
  private record Line(Pattern api, Pattern path, Pattern kafka, Pattern barnabas, String text) {
    boolean allows(Difference difference) {
      return api.matcher(difference.api().name()).matches()
          && path.matcher(difference.path()).matches()
          && kafka.matcher(difference.kafka()).matches()
          && barnabas.matcher(difference.barnabas()).matches();
    }
  }

  private final List<Line> lines = new ArrayList<>();
  private final TreeMap<String, Integer> used = new TreeMap<>();

  static AllowedDifferences load() {
    AllowedDifferences allowed = new AllowedDifferences();
    try (InputStream in =
        Objects.requireNonNull(
            AllowedDifferences.class.getResourceAsStream("/differential/allowed.txt"))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(allowed::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return allowed;
  }

  private void add(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    String[] parts = line.split(" \\| ", -1);
    if (parts.length != 5 || parts[4].isBlank()) {
      throw new IllegalArgumentException("api | field | kafka | barnabas | reason, not: " + line);
    }
    lines.add(
        new Line(
            Pattern.compile(parts[0].strip()),
            Pattern.compile(parts[1].strip()),
            Pattern.compile(parts[2].strip(), Pattern.DOTALL),
            Pattern.compile(parts[3].strip(), Pattern.DOTALL),
            line));
  }

  boolean allow(Difference difference) {
    for (Line line : lines) {
      if (line.allows(difference)) {
        used.merge(line.text(), 1, Integer::sum);
        return true;
      }
    }
    return false;
  }

  /** How often each line was needed. */
  String usage() {
    StringBuilder text = new StringBuilder();
    lines.forEach(
        line ->
            text.append(used.getOrDefault(line.text(), 0))
                .append("x ")
                .append(line.text())
                .append('\n'));
    return text.toString();
  }
}
