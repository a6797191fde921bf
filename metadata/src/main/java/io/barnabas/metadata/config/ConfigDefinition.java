package io.barnabas.metadata.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a config independent of any value.
 *
 * @param defaultValue as text; null where it has none
 * @param internal for tests of the broker itself; not shown to clients
 * @param synonyms the broker configs that stand in where a topic has no value of its own, the one
 *     that wins first
 */
public record ConfigDefinition(
    String name,
    ConfigType type,
    @Nullable String defaultValue,
    ConfigValidator validator,
    boolean internal,
    String documentation,
    List<BrokerSynonym> synonyms) {

  public ConfigDefinition {
    synonyms = List.copyOf(synonyms);
  }

  /**
   * A broker config that stands in for a topic config.
   *
   * @param defaultValue the broker's default, null where it has none
   * @param unitMillis how many milliseconds one of its units is; 1 where nothing is converted
   */
  public record BrokerSynonym(String name, @Nullable String defaultValue, long unitMillis) {

    /** The broker's value in the unit of the topic config. */
    String convert(String value) {
      if (unitMillis == 1) {
        return value;
      }
      long units = Long.parseLong(value.trim());
      return Long.toString(units < 0 ? -1 : Math.multiplyExact(units, unitMillis));
    }
  }

  ConfigDefinition(
      String name,
      ConfigType type,
      String defaultValue,
      ConfigValidator validator,
      String documentation) {
    this(name, type, defaultValue, validator, false, documentation, List.of());
  }

  ConfigDefinition documented(String text) {
    return new ConfigDefinition(name, type, defaultValue, validator, internal, text, synonyms);
  }

  /** With a broker config of the same unit and default. */
  ConfigDefinition or(String brokerConfig) {
    return or(brokerConfig, defaultValue, 1);
  }

  ConfigDefinition or(String brokerConfig, @Nullable String brokerDefault, long unitMillis) {
    List<BrokerSynonym> longer = new ArrayList<>(synonyms);
    longer.add(new BrokerSynonym(brokerConfig, brokerDefault, unitMillis));
    return new ConfigDefinition(
        name, type, defaultValue, validator, internal, documentation, longer);
  }

  /** Reads and judges a value. */
  public ParsedConfig parse(String text) {
    Object value;
    try {
      value = read(text.trim());
    } catch (NumberFormatException notANumber) {
      return invalid(text, "Not a number of type " + type);
    }
    if (value == null) {
      return invalid(text, "Expected value to be either true or false");
    }
    String complaint = validator.complaint(name, value);
    return complaint == null ? new ParsedConfig.Valid(value) : new ParsedConfig.Invalid(complaint);
  }

  private @Nullable Object read(String trimmed) {
    return switch (type) {
      case BOOLEAN -> readBoolean(trimmed);
      case INT -> (Object) Integer.valueOf(trimmed);
      case SHORT -> Short.valueOf(trimmed);
      case LONG -> Long.valueOf(trimmed);
      case DOUBLE -> Double.valueOf(trimmed);
      case LIST -> elements(trimmed);
      case STRING, CLASS, PASSWORD, UNKNOWN -> trimmed;
    };
  }

  private static @Nullable Boolean readBoolean(String trimmed) {
    String lower = trimmed.toLowerCase(Locale.ROOT);
    return lower.equals("true") ? Boolean.TRUE : lower.equals("false") ? Boolean.FALSE : null;
  }

  /** The elements of a list value, in order. */
  public static List<String> elements(String text) {
    String trimmed = text.trim();
    if (trimmed.isEmpty()) {
      return List.of();
    }
    return List.of(trimmed.split("\\s*,\\s*", -1));
  }

  private ParsedConfig invalid(String text, String expectation) {
    return new ParsedConfig.Invalid(ConfigValidator.invalid(name, text, expectation));
  }
}
