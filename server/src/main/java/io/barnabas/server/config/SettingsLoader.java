package io.barnabas.server.config;

import io.barnabas.storage.file.FileFaults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Collects settings: defaults, under the file, under the environment, under the command line. */
public final class SettingsLoader {
  private final Map<String, SettingValue> given = new HashMap<>();

  /** Takes the values of a file in the syntax of {@link Properties}. */
  public SettingsLoader file(Path file) {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          "There is no configuration file "
              + file
              + "; name one that is there, or none for the one that comes with Barnabas");
    } catch (IOException e) {
      throw new ConfigException(
          "The configuration file "
              + file
              + " cannot be read: "
              + FileFaults.inWords(e)
              + "; name a file that the user the broker runs as ("
              + System.getProperty("user.name")
              + ") may read");
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "The configuration file "
              + file
              + " cannot be read: "
              + e.getMessage()
              + " A backslash that stands for itself is written twice");
    }
    return properties(properties);
  }

  /** Takes values as if they stood in a file. */
  public SettingsLoader properties(Properties properties) {
    properties
        .stringPropertyNames()
        .forEach(name -> give(name, properties.getProperty(name), SettingSource.FILE));
    return this;
  }

  /** Takes the {@code KAFKA_...} variables. */
  public SettingsLoader environment(Map<String, String> environment) {
    EnvironmentRules.settings(environment)
        .forEach((name, value) -> give(name, value, SettingSource.ENVIRONMENT));
    return this;
  }

  /**
   * Takes the variables as {@link #environment} does, over a file nobody chose: listeners from the
   * environment replace the file's as a group, since an advertised listener means nothing beside
   * other listeners.
   */
  public SettingsLoader environmentOverDefaultFile(Map<String, String> environment) {
    Map<String, String> settings = EnvironmentRules.settings(environment);
    if (settings.containsKey("listeners")) {
      given.remove("listeners");
      given.remove("advertised.listeners");
    }
    return environment(environment);
  }

  /** Takes {@code key=value} pairs of the command line. */
  public SettingsLoader overrides(List<String> pairs) {
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new ConfigException("--override", pair, "key=value");
      }
      give(pair.substring(0, equals).trim(), pair.substring(equals + 1), SettingSource.OVERRIDE);
    }
    return this;
  }

  private void give(String name, String value, SettingSource source) {
    given.put(name, new SettingValue(value, source));
  }

  /** The settings collected. */
  public Settings load() {
    return new Settings(SettingCatalogue.load(), given);
  }
}
