package io.barnabas.server.config;

import org.jspecify.annotations.Nullable;

/**
 * One setting a broker may have.
 *
 * @param name its key
 * @param type the type of its value
 * @param defaultText its value when nothing is set, as text; null for none
 * @param updateMode how it can change while the broker runs
 * @param importance how much most people need it: high, medium or low
 * @param constraint what its values may be, in the notation {@link Constraint#parse} reads
 * @param internal whether it is not for users, who are shown it only when it is set
 */
public record SettingDefinition(
    String name,
    SettingType type,
    @Nullable String defaultText,
    UpdateMode updateMode,
    String importance,
    String constraint,
    boolean internal) {

  /** How a setting can change while the broker runs. */
  public enum UpdateMode {
    READ_ONLY,
    PER_BROKER,
    CLUSTER_WIDE
  }

  /**
   * The value in a text.
   *
   * @param givenAs the name it was given under, which may say for which listener it is meant
   * @throws ConfigException if it is not one this setting may have
   */
  Object parse(String givenAs, String text) {
    Object value = type.parse(text);
    if (value == null) {
      throw new ConfigException(givenAs, shown(text), type.expected());
    }
    Constraint allowed = Constraint.parse(constraint);
    if (!allowed.allows(value)) {
      throw new ConfigException(givenAs, shown(text), String.valueOf(allowed.expected()));
    }
    return value;
  }

  /** What a text should be that is none of this setting's values; null if it is one. */
  public @Nullable String complaint(String text) {
    Object value = type.parse(text);
    if (value == null) {
      return switch (type) {
        case INT, LONG, SHORT, DOUBLE -> "Not a number of type " + type;
        default -> "Expected value to be " + type.expected();
      };
    }
    Constraint allowed = Constraint.parse(constraint);
    if (allowed.allows(value)) {
      return null;
    }
    return allowed instanceof Constraint.OneOf oneOf
        ? "String must be one of: " + String.join(", ", oneOf.words())
        : "Value must be " + allowed.expected();
  }

  /** A value as it may be printed: never a secret. */
  public String shown(String text) {
    return type == SettingType.PASSWORD ? "[hidden]" : text;
  }
}
