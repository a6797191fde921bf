package io.barnabas.compat.documentation;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what commands have printed with what a page shows: pure functions. */
final class Output {
  private static final Pattern TIME =
      Pattern.compile("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} ");

  private Output() {}

  /**
   * The first line shown that was not printed; null if all were, in their order. Others may be
   * between them. {@code ...} stands for anything, blanks for any number of blanks, and the time
   * before a line of the log is not shown.
   */
  static @Nullable String missing(List<String> shown, List<String> printed) {
    int next = 0;
    for (String line : shown) {
      if (line.isBlank() || line.strip().equals("...")) {
        continue;
      }
      Pattern pattern = pattern(line);
      while (next < printed.size() && !pattern.matcher(tidy(printed.get(next))).matches()) {
        next++;
      }
      if (next == printed.size()) {
        return line;
      }
      next++;
    }
    return null;
  }

  private static Pattern pattern(String line) {
    return Pattern.compile(
        Arrays.stream(tidy(line).split(Pattern.quote("..."), -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }

  private static String tidy(String line) {
    return TIME.matcher(line).replaceFirst("").strip().replaceAll("\\s+", " ");
  }
}
