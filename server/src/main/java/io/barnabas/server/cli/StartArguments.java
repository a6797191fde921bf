package io.barnabas.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows {@code start} and {@code config} on the command line.
 *
 * @param file the configuration file; null for the one that comes with Barnabas
 * @param overrides {@code key=value} pairs
 */
record StartArguments(@Nullable Path file, List<String> overrides) {

  StartArguments {
    overrides = List.copyOf(overrides);
  }

  /**
   * Reads the plain form, {@code [file] [--override key=value]...}; null for anything else, which
   * the full parser understands or explains. Nearly every start is of this form, and loading the
   * full parser costs it tens of milliseconds.
   */
  static @Nullable StartArguments parsePlain(List<String> words) {
    @Nullable Path file = null;
    List<String> overrides = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--override") && i + 1 < words.size()) {
        overrides.add(words.get(++i));
      } else if (!word.startsWith("-") && file == null) {
        file = Path.of(word);
      } else {
        return null;
      }
    }
    return new StartArguments(file, overrides);
  }
}
