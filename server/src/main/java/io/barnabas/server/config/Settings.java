package io.barnabas.server.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The effective settings of one broker: what was given, over the defaults. Remembers which settings
 * anybody asked for, so that those given but asked for by nobody can be named in a warning. Any
 * thread.
 */
public final class Settings {
  private final SettingCatalogue catalogue;
  private final Map<String, SettingValue> given;
  private final Set<String> asked;

  /**
   * Settings with these values given.
   *
   * @throws ConfigException at the first value its setting may not have
   */
  Settings(SettingCatalogue catalogue, Map<String, SettingValue> given) {
    this(catalogue, given, ConcurrentHashMap.newKeySet());
  }

  private Settings(SettingCatalogue catalogue, Map<String, SettingValue> given, Set<String> asked) {
    this.catalogue = catalogue;
    this.asked = asked;
    this.given = Collections.unmodifiableMap(new TreeMap<>(given));
    this.given.forEach(
        (name, value) -> {
          SettingDefinition definition = catalogue.findBase(name);
          if (definition != null) {
            definition.parse(value.nameOf(name), value.text());
          }
        });
  }

  /**
   * The same with others over them, as they were set while the broker runs. Who asks for one of
   * them asks for it here.
   *
   * @throws ConfigException at the first value its setting may not have
   */
  public Settings with(Map<String, String> dynamic) {
    Map<String, SettingValue> all = new TreeMap<>(given);
    dynamic.forEach((name, text) -> all.put(name, new SettingValue(text, SettingSource.DYNAMIC)));
    return new Settings(catalogue, all, asked);
  }

  /** The settings that hold for the listener of this name. */
  public ListenerSettings ofListener(String listener) {
    return new ListenerSettings(this, listener);
  }

  /** What was given, by name, whether known or not. */
  public Map<String, SettingValue> given() {
    return given;
  }

  /** All settings there are. */
  public SettingCatalogue catalogue() {
    return catalogue;
  }

  /** Whether somebody gave this setting a value. */
  public boolean isGiven(String name) {
    return given.containsKey(name);
  }

  /** The value given or the default, as text; null when there is neither. Counts as asked for. */
  public @Nullable String text(String name) {
    asked.add(name);
    SettingValue value = given.get(name);
    return value != null ? value.text().trim() : definition(name).defaultText();
  }

  /** The value given or the default, as text; null when there is neither. Only looks. */
  public @Nullable String peek(String name) {
    SettingValue value = given.get(name);
    return value != null ? value.text().trim() : definition(name).defaultText();
  }

  /** The value given, as text; null when none was. Counts as asked for. */
  public @Nullable String givenText(String name) {
    asked.add(name);
    SettingValue value = given.get(name);
    return value == null ? null : value.text().trim();
  }

  /** The value of a setting that always has one. */
  public int intValue(String name) {
    return ((Number) value(name)).intValue();
  }

  /** The value of a setting that always has one. */
  public long longValue(String name) {
    return ((Number) value(name)).longValue();
  }

  /** The value of a setting that always has one. */
  public double doubleValue(String name) {
    return ((Number) value(name)).doubleValue();
  }

  /** The value of a setting that always has one. */
  public boolean booleanValue(String name) {
    return (Boolean) value(name);
  }

  /** The parts of a list; none when nothing is set. */
  public List<String> list(String name) {
    String text = text(name);
    if (text == null) {
      return List.of();
    }
    return ((List<?>) definition(name).parse(name, text)).stream().map(String.class::cast).toList();
  }

  private Object value(String name) {
    String text = text(name);
    if (text == null) {
      throw new ConfigException("Missing value for " + name + ": set it");
    }
    return definition(name).parse(name, text);
  }

  private SettingDefinition definition(String name) {
    SettingDefinition definition = catalogue.findBase(name);
    if (definition == null) {
      throw new IllegalArgumentException("no setting " + name);
    }
    return definition;
  }

  /** A complaint about the value of a setting that is of the right type, but cannot work. */
  public ConfigException refuse(String name, String expected) {
    String text = text(name);
    SettingValue value = given.get(name);
    return new ConfigException(
        value == null ? name : value.nameOf(name),
        text == null ? "" : definition(name).shown(text),
        expected);
  }

  /** Whether anybody has asked for this setting. */
  public boolean isHonoured(String name) {
    return asked.contains(name);
  }

  /** Known settings that were given and that nobody has asked for. */
  public Set<String> notHonoured() {
    Set<String> names = new TreeSet<>(given.keySet());
    names.removeAll(asked);
    names.removeIf(name -> catalogue.findBase(name) == null);
    return names;
  }

  /**
   * What was given, but is no setting of Apache Kafka's nor of a plug-in that has been asked for.
   */
  public Set<String> unknown() {
    Set<String> names = new TreeSet<>(given.keySet());
    names.removeAll(asked);
    names.removeIf(name -> catalogue.findBase(name) != null);
    return names;
  }
}
