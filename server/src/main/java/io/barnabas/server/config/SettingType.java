package io.barnabas.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The types of Kafka's settings and how their text is read: surrounding blanks do not count. */
public enum SettingType {
  BOOLEAN("true or false"),
  STRING("a text"),
  INT("a whole number between -2147483648 and 2147483647"),
  SHORT("a whole number between -32768 and 32767"),
  LONG("a whole number between -9223372036854775808 and 9223372036854775807"),
  DOUBLE("a number"),
  LIST("a list separated by commas"),
  CLASS("a class name"),
  PASSWORD("a password");

  private final String expected;

  SettingType(String expected) {
    this.expected = expected;
  }

  /** What a value of this type looks like, for messages. */
  public String expected() {
    return expected;
  }

  /**
   * The value: Boolean, Integer, Short, Long, Double, String or a list of strings; null if the text
   * is none.
   */
  public @Nullable Object parse(String text) {
    String trimmed = text.trim();
    try {
      return switch (this) {
        case BOOLEAN -> parseBoolean(trimmed);
        case INT -> Integer.valueOf(trimmed);
        case SHORT -> Short.valueOf(trimmed);
        case LONG -> Long.valueOf(trimmed);
        case DOUBLE -> Double.valueOf(trimmed);
        case LIST -> parseList(trimmed);
        case STRING, CLASS, PASSWORD -> trimmed;
      };
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Boolean parseBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static List<String> parseList(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::trim).toList();
  }
}
