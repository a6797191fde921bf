package io.barnabas.metadata.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides whether a parsed value is permitted. */
@FunctionalInterface
interface ConfigValidator {

  /**
   * Judges a value.
   *
   * @param name the config, for the message
   * @return null if the value is fine, otherwise the whole message for the client
   */
  @Nullable String complaint(String name, Object value);

  ConfigValidator ANY = (name, value) -> null;

  static ConfigValidator atLeast(Number min) {
    return (name, value) ->
        ((Number) value).doubleValue() < min.doubleValue()
            ? invalid(name, value, "Value must be at least " + min)
            : null;
  }

  /** Both ends included. */
  static ConfigValidator between(Number min, Number max) {
    ConfigValidator lower = atLeast(min);
    return (name, value) ->
        ((Number) value).doubleValue() > max.doubleValue()
            ? invalid(name, value, "Value must be no more than " + max)
            : lower.complaint(name, value);
  }

  /** Between two values, or one that stands for "the default". */
  static ConfigValidator betweenOr(int min, int max, int other) {
    return (name, value) -> {
      int number = (Integer) value;
      return number == other || number >= min && number <= max
          ? null
          : invalid(
              name,
              value,
              String.format(
                  Locale.ROOT, "Value must be between %d and %d or equal to %d", min, max, other));
    };
  }

  static ConfigValidator oneOf(String... permitted) {
    return (name, value) ->
        List.of(permitted).contains(value) ? null : notOneOf(name, value, permitted);
  }

  /** A list, possibly empty, of anything but nothing. */
  static ConfigValidator noneEmpty() {
    return (name, value) ->
        ((List<?>) value).contains("")
            ? "Configuration '" + name + "' values must not be empty."
            : null;
  }

  /** A list, possibly empty, of some of the permitted words. */
  static ConfigValidator someOf(String... permitted) {
    return (name, value) -> {
      for (Object element : (List<?>) value) {
        if (element.equals("")) {
          return "Configuration '" + name + "' values must not be empty.";
        }
        if (!List.of(permitted).contains(element)) {
          return notOneOf(name, element, permitted);
        }
      }
      return null;
    };
  }

  /** All replicas ({@code *}), none, or a list of {@code partition:broker}. */
  static ConfigValidator throttledReplicas() {
    Pattern replica = Pattern.compile("\\d+:\\d+");
    return (name, value) -> {
      List<?> elements = (List<?>) value;
      boolean fine =
          elements.equals(List.of("*"))
              || elements.stream()
                  .allMatch(
                      element -> element.equals("") || replica.matcher((String) element).matches());
      return fine
          ? null
          : invalid(
              name,
              value,
              name
                  + " must be the literal '*' or a list of replicas in the following format:"
                  + " [partitionId]:[brokerId],[partitionId]:[brokerId],...");
    };
  }

  static String invalid(String name, @Nullable Object value, String expectation) {
    return "Invalid value " + value + " for configuration " + name + ": " + expectation;
  }

  private static String notOneOf(String name, Object value, String... permitted) {
    return invalid(name, value, "String must be one of: " + String.join(", ", permitted));
  }
}
