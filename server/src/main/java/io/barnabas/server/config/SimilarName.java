package io.barnabas.server.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Guesses which setting is meant by a name that is none's: pure functions. */
final class SimilarName {
  /** More wrong letters than these are another word. */
  private static final int DISTANCE_MAX = 2;

  private SimilarName() {}

  /** The name that is most like this one; null where none is like it. */
  static @Nullable String of(String name, Collection<SettingDefinition> known) {
    String base = SettingNames.base(name);
    String found = null;
    int least = DISTANCE_MAX + 1;
    for (SettingDefinition definition : known) {
      int distance =
          definition.internal() ? DISTANCE_MAX + 1 : distance(base, definition.name(), least);
      if (distance < least) {
        least = distance;
        found = definition.name();
      }
    }
    return found;
  }

  /** How many letters are to be put in, left out or exchanged, as far as it is below a limit. */
  private static int distance(String from, String to, int limit) {
    if (Math.abs(from.length() - to.length()) >= limit) {
      return limit;
    }
    int[] above = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int exchanged = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        current[column] = Math.min(exchanged, 1 + Math.min(above[column], current[column - 1]));
      }
      above = current;
    }
    return above[to.length()];
  }
}
