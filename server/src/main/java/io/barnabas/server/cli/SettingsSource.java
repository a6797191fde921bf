package io.barnabas.server.cli;

import io.barnabas.server.config.Settings;
import io.barnabas.server.config.SettingsLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the settings a command is to work with. */
final class SettingsSource {
  /** Where the image has put what the environment says into the file, by the rules of another. */
  private static final String SOURCE_VARIABLE = "BARNABAS_SETTINGS";

  private static final String FILE_ALONE = "file";

  private SettingsSource() {}

  /**
   * The settings of the file named, or of the one that comes with Barnabas, under the environment
   * and the overrides; without the environment where {@code BARNABAS_SETTINGS} is {@code file}.
   *
   * @throws io.barnabas.server.config.ConfigException if they are wrong
   */
  static Settings load(StartArguments arguments, Map<String, String> variables) {
    Map<String, String> environment = isFileAlone(variables) ? Map.of() : variables;
    SettingsLoader loader = new SettingsLoader();
    @Nullable Path named = arguments.file();
    if (named != null) {
      loader.file(named).environment(environment);
    } else {
      @Nullable Path ours = defaultFile();
      if (ours != null) {
        loader.file(ours);
      }
      loader.environmentOverDefaultFile(environment);
    }
    return loader.overrides(arguments.overrides()).load();
  }

  /** Whether the scripts of the image have read the environment already. */
  static boolean isFileAlone(Map<String, String> variables) {
    return FILE_ALONE.equals(variables.get(SOURCE_VARIABLE));
  }

  /** The file that comes with Barnabas; the launcher says where Barnabas is. */
  static @Nullable Path defaultFile() {
    String home = System.getProperty("barnabas.home");
    Path file = home == null ? null : Path.of(home, "config", "server.properties");
    return file != null && Files.exists(file) ? file : null;
  }
}
