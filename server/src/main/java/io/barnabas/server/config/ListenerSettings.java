package io.barnabas.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings that hold for one listener: those given for it alone ({@code listener.name.<name>.})
 * over those of all. Each look counts as asking for both. Immutable.
 */
public final class ListenerSettings {
  private final Settings settings;
  private final String listener;

  ListenerSettings(Settings settings, String listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /** The listener's name, in upper case. */
  public String listener() {
    return listener;
  }

  /** The value given or the default, as text; null when there is neither. */
  public @Nullable String text(String name) {
    return settings.text(key(name));
  }

  /** Whether the setting was given for this listener alone. */
  public boolean isGivenAlone(String name) {
    return settings.isGiven(SettingNames.ofListener(listener, name));
  }

  /** The value of a setting that always has one. */
  public int intValue(String name) {
    return settings.intValue(key(name));
  }

  /** The value of a setting that always has one. */
  public long longValue(String name) {
    return settings.longValue(key(name));
  }

  /** The value of a setting that always has one. */
  public boolean booleanValue(String name) {
    return settings.booleanValue(key(name));
  }

  /** The parts of a list; none when nothing is set. */
  public List<String> list(String name) {
    return settings.list(key(name));
  }

  /** A complaint about the value of a setting that is of the right type, but cannot work. */
  public ConfigException refuse(String name, String expected) {
    return settings.refuse(key(name), expected);
  }

  /** Where the value comes from. */
  private String key(String name) {
    String own = SettingNames.ofListener(listener, name);
    settings.text(name);
    settings.text(own);
    return settings.isGiven(own) ? own : name;
  }
}
