package io.barnabas.server.cli;

import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.DirectoryConfig;
import io.barnabas.server.describe.DirectoryReporter;
import io.barnabas.server.describe.ReportPrinter;
import io.barnabas.storage.file.NioFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Prints what log directories hold; changes and locks nothing. */
final class StorageCommand {
  private final StartArguments arguments;

  StorageCommand(StartArguments arguments) {
    this.arguments = arguments;
  }

  /** The exit code: 0 when the directories could be looked into. */
  int run() {
    try {
      List<Path> directories =
          DirectoryConfig.from(SettingsSource.load(arguments, System.getenv())).logDirs();
      ReportPrinter.print(
          new DirectoryReporter(new NioFileSystem()).report(directories), System.out);
      return 0;
    } catch (ConfigException | IOException e) {
      System.err.println("barnabas: " + e.getMessage());
      return 1;
    }
  }
}
