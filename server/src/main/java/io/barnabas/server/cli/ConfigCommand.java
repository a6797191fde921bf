package io.barnabas.server.cli;

import io.barnabas.server.BrokerConfig;
import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.SettingDefinition;
import io.barnabas.server.config.SettingSource;
import io.barnabas.server.config.SettingValue;
import io.barnabas.server.config.Settings;
import java.io.PrintStream;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Prints every setting with its value and where that comes from; what has no effect is marked. */
final class ConfigCommand {
  private final StartArguments arguments;

  ConfigCommand(StartArguments arguments) {
    this.arguments = arguments;
  }

  int run() {
    try {
      Settings settings = SettingsSource.load(arguments, System.getenv());
      BrokerConfig.from(settings);
      print(settings, System.out);
      return 0;
    } catch (ConfigException e) {
      System.err.println("barnabas: " + e.getMessage());
      return 1;
    }
  }

  static void print(Settings settings, PrintStream out) {
    TreeSet<String> names = new TreeSet<>(settings.given().keySet());
    settings.catalogue().all().forEach(definition -> names.add(definition.name()));
    for (String name : names) {
      @Nullable SettingDefinition definition = settings.catalogue().findBase(name);
      @Nullable SettingValue given = settings.given().get(name);
      if (definition == null && given != null) {
        // It may hold a secret, as far as anybody knows.
        out.println(name + "=[hidden]  # " + given.source() + "; no such setting");
      } else if (definition != null) {
        String note = settings.isHonoured(name) ? "" : "; has no effect";
        out.println(name + "=" + text(definition, given) + "  # " + source(given) + note);
      }
    }
  }

  private static String text(SettingDefinition definition, @Nullable SettingValue given) {
    if (given != null) {
      return definition.shown(given.text().trim());
    }
    String text = definition.defaultText();
    return text == null ? "" : text;
  }

  private static SettingSource source(@Nullable SettingValue given) {
    return given == null ? SettingSource.DEFAULT : given.source();
  }
}
