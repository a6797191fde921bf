package io.barnabas.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The settings that hold for one listener: those given for it alone ({@code listener.name.<name>.})
 * over those of all; where they are about a SASL mechanism, those given for it there ({@code
 * listener.name.<name>.<mechanism>.}) over both. Each look counts as asking for all. Immutable.
 */
public final class ListenerSettings {
  private final Settings settings;
  private final String listener;
  private final @Nullable String mechanism;

  ListenerSettings(Settings settings, String listener) {
    this(settings, listener, null);
  }

  private ListenerSettings(Settings settings, String listener, @Nullable String mechanism) {
    this.settings = settings;
    this.listener = listener;
    this.mechanism = mechanism;
  }

  /** Those that hold for one of the listener's SASL mechanisms. */
  public ListenerSettings ofMechanism(String name) {
    return new ListenerSettings(settings, listener, name.toLowerCase(Locale.ROOT));
  }

  /** The listener's name, in upper case. */
  public String listener() {
    return listener;
  }

  /** The value given or the default, as text; null when there is neither. */
  public @Nullable String text(String name) {
    return settings.text(key(name));
  }

  /**
   * Whether the setting was given for this listener alone, and its mechanism where there is one.
   */
  public boolean isGivenAlone(String name) {
    return settings.isGiven(names(name).get(0));
  }

  /** The name that wins: the one a message about a missing value names. */
  public String ownName(String name) {
    return names(name).get(0);
  }

  /** The value given for this listener, and its mechanism where there is one; null for none. */
  public @Nullable String ownText(String name) {
    return settings.givenText(ownName(name));
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
    String found = name;
    List<String> names = names(name);
    for (int i = names.size() - 1; i >= 0; i--) {
      settings.text(names.get(i));
      found = settings.isGiven(names.get(i)) ? names.get(i) : found;
    }
    return found;
  }

  /** Under which names the value is looked for, the one that wins first. */
  private List<String> names(String name) {
    List<String> names = new ArrayList<>();
    if (mechanism != null) {
      names.add(SettingNames.ofListener(listener, mechanism + "." + name));
    }
    names.add(SettingNames.ofListener(listener, name));
    names.add(name);
    return names;
  }
}
