package io.barnabas.server.cli;

import io.barnabas.server.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** All commands, their help and their mistakes. */
@Command(
    name = "barnabas",
    description = "A message broker that speaks Apache Kafka's wire protocol.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = CommandLineInterface.VersionText.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      CommandLineInterface.Start.class,
      CommandLineInterface.Config.class,
      CommandLineInterface.Storage.class,
      SnapshotCommand.class,
      KafkaStorage.class
    })
final class CommandLineInterface implements Runnable {

  @picocli.CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  static int execute(List<String> words) {
    return new CommandLine(new CommandLineInterface()).execute(words.toArray(String[]::new));
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new CommandLine.ParameterException(spec.commandLine(), "What is to be done?");
    }
  }

  /** {@code --version}. */
  static final class VersionText implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Barnabas " + Version.current()};
    }
  }

  /** What configures a broker. */
  static final class Configured {
    @Parameters(
        arity = "0..1",
        paramLabel = "server.properties",
        description =
            "Configuration with Apache Kafka's names. Default: config/server.properties of Barnabas.")
    private @Nullable Path file;

    @Option(
        names = "--override",
        paramLabel = "key=value",
        description = "Wins over the file and over KAFKA_... variables; may be repeated.")
    private List<String> overrides = List.of();

    StartArguments arguments() {
      return new StartArguments(file, overrides);
    }
  }

  /** {@code start}. */
  @Command(
      name = "start",
      description = "Start a broker; SIGTERM stops it.",
      mixinStandardHelpOptions = true)
  static final class Start implements Callable<Integer> {
    @CommandLine.Mixin private final Configured configured = new Configured();

    @Override
    public Integer call() {
      return StartCommand.ofProcess(configured.arguments()).run();
    }
  }

  /** {@code config}. */
  @Command(
      name = "config",
      description = "Print the effective configuration, and where each value comes from.",
      mixinStandardHelpOptions = true)
  static final class Config implements Callable<Integer> {
    @CommandLine.Mixin private final Configured configured = new Configured();

    @Override
    public Integer call() {
      return new ConfigCommand(configured.arguments()).run();
    }
  }

  /** {@code storage}. */
  @Command(
      name = "storage",
      description = "Look into log directories.",
      synopsisSubcommandLabel = "COMMAND",
      mixinStandardHelpOptions = true,
      subcommands = Storage.Describe.class)
  static final class Storage implements Runnable {
    @picocli.CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
      if (spec != null) {
        throw new CommandLine.ParameterException(spec.commandLine(), "What is to be done?");
      }
    }

    /** {@code storage describe}. */
    @Command(
        name = "describe",
        description =
            "Print what the log directories hold, Apache Kafka's as well. Starts, changes and locks"
                + " nothing; what a running broker writes meanwhile may be missing.",
        mixinStandardHelpOptions = true)
    static final class Describe implements Callable<Integer> {
      @CommandLine.Mixin private final Configured configured = new Configured();

      @Override
      public Integer call() {
        return new StorageCommand(configured.arguments()).run();
      }
    }
  }
}
