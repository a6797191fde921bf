package io.barnabas.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What values of a setting may be, beyond their type. */
sealed interface Constraint {

  boolean allows(Object value);

  /** The allowed values in words, or null when the type says it all. */
  @Nullable String expected();

  /** Everything the type allows. */
  record Any() implements Constraint {
    @Override
    public boolean allows(Object value) {
      return true;
    }

    @Override
    public @Nullable String expected() {
      return null;
    }
  }

  /** A number between two others, both included, or one exception outside. */
  record Range(double min, double max, double exception, String text) implements Constraint {
    @Override
    public boolean allows(Object value) {
      double number = ((Number) value).doubleValue();
      return number >= min && number <= max || number == exception;
    }

    @Override
    public String expected() {
      return text;
    }
  }

  /** One of these words; a list has nothing else in it. */
  record OneOf(List<String> words, boolean ignoringCase) implements Constraint {
    @Override
    public boolean allows(Object value) {
      return value instanceof List<?> list
          ? list.stream().allMatch(word -> known((String) word))
          : known((String) value);
    }

    private boolean known(String word) {
      return words.stream().anyMatch(w -> ignoringCase ? w.equalsIgnoreCase(word) : w.equals(word));
    }

    @Override
    public String expected() {
      return "one of " + String.join(", ", words);
    }
  }

  /** Something. */
  record NotEmpty() implements Constraint {
    @Override
    public boolean allows(Object value) {
      return value instanceof List<?> list
          ? list.stream().noneMatch(word -> ((String) word).isEmpty())
          : !((String) value).isEmpty();
    }

    @Override
    public String expected() {
      return "something, not nothing";
    }
  }

  Pattern RANGE =
      Pattern.compile("\\[(-?[0-9.]+?),\\.\\.\\.(?:,(-?[0-9.]+))?\\](?: or (-?[0-9]+))?");
  Pattern WORDS = Pattern.compile("(\\(case insensitive\\) )?\\[([^\\]]*)\\]");

  /**
   * Reads the notation Kafka's own validators print, such as {@code [0,...,100]} or {@code
   * [compact, delete]}.
   */
  static Constraint parse(String text) {
    if (text.isEmpty() || text.equals("any") || text.equals("non-null string")) {
      return new Any();
    }
    if (text.equals("non-empty string") || text.equals("non-empty list")) {
      return new NotEmpty();
    }
    Matcher range = RANGE.matcher(text);
    if (range.matches()) {
      return range(range);
    }
    Matcher words = WORDS.matcher(text);
    if (words.matches()) {
      return new OneOf(Arrays.asList(words.group(2).split(", ")), words.group(1) != null);
    }
    throw new IllegalArgumentException("no such constraint: " + text);
  }

  private static Range range(Matcher range) {
    double min = Double.parseDouble(range.group(1));
    double max =
        range.group(2) == null ? Double.POSITIVE_INFINITY : Double.parseDouble(range.group(2));
    double exception = range.group(3) == null ? Double.NaN : Double.parseDouble(range.group(3));
    String text =
        range.group(2) == null
            ? "at least " + range.group(1)
            : "between " + range.group(1) + " and " + range.group(2);
    return new Range(
        min, max, exception, range.group(3) == null ? text : text + ", or " + range.group(3));
  }
}
