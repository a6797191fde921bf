package io.barnabas.server.config;

/**
 * A value somebody gave a setting.
 *
 * @param text the value as given
 * @param source what kind of place it was given in
 */
public record SettingValue(String text, SettingSource source) {}
