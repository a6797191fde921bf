package io.barnabas.server.config;

/**
 * A value somebody gave a setting.
 *
 * @param text the value as given
 * @param source what kind of place it was given in
 */
public record SettingValue(String text, SettingSource source) {

  /** The name of the setting as whoever gave it knows it: with the variable, if it was one. */
  String nameOf(String setting) {
    return source == SettingSource.ENVIRONMENT
        ? setting + " (" + EnvironmentRules.variable(setting) + ")"
        : setting;
  }
}
