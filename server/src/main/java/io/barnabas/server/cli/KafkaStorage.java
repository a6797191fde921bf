package io.barnabas.server.cli;

import io.barnabas.codec.Uuid;
import io.barnabas.server.BrokerConfig;
import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.DirectoryConfig;
import io.barnabas.server.config.Settings;
import io.barnabas.server.config.SettingsLoader;
import io.barnabas.storage.file.FileFaults;
import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.log.DirectoryFormat;
import io.barnabas.storage.log.LogStoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kafka-storage}: what the script of that name does in Apache Kafka. */
@Command(
    name = "kafka-storage",
    hidden = true,
    description = "Format log directories, and tell whose they are.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      KafkaStorage.Info.class,
      KafkaStorage.Format.class,
      KafkaStorage.RandomUuid.class
    })
final class KafkaStorage implements Runnable {

  @picocli.CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new CommandLine.ParameterException(spec.commandLine(), "What is to be done?");
    }
  }

  private interface Work {
    int run() throws IOException, LogStoreException;
  }

  private static int orExplain(Work work) {
    try {
      return work.run();
    } catch (ConfigException | LogStoreException e) {
      System.err.println(e.getMessage());
      return 1;
    } catch (IOException e) {
      System.err.println(FileFaults.inWords(e));
      return 1;
    }
  }

  private static Settings settings(@Nullable Path file) {
    SettingsLoader loader = new SettingsLoader();
    if (file != null) {
      loader.file(file);
    }
    return loader.load();
  }

  /** {@code info}. */
  @Command(
      name = "info",
      description = "Tell what the log directories hold.",
      mixinStandardHelpOptions = true)
  static final class Info implements Callable<Integer> {
    @Option(
        names = {"-c", "--config"},
        required = true,
        description = "The broker's configuration file.")
    private @Nullable Path file;

    @Override
    public Integer call() {
      return orExplain(() -> tell(DirectoryConfig.from(settings(file)).logDirs()));
    }

    private static int tell(List<Path> directories) throws IOException {
      DirectoryFormat format = new DirectoryFormat(new NioFileSystem());
      List<String> problems = new ArrayList<>();
      List<Path> found = new ArrayList<>();
      Map<String, String> first = Map.of();
      for (Path directory : directories) {
        Map<String, String> identity = format.identity(directory);
        if (identity != null) {
          found.add(directory);
          first = first.isEmpty() ? new LinkedHashMap<>(identity) : first;
        } else {
          problems.add(
              directory + (format.exists(directory) ? " is not formatted." : " does not exist"));
        }
      }
      print(found.size() == 1 ? "Found log directory:" : "Found log directories:", found);
      if (!first.isEmpty()) {
        System.out.println("Found metadata: " + first + System.lineSeparator());
      }
      print(problems.size() == 1 ? "Found problem:" : "Found problems:", problems);
      return problems.isEmpty() ? 0 : 1;
    }

    private static void print(String title, List<?> lines) {
      if (!lines.isEmpty()) {
        System.out.println(title);
        lines.forEach(line -> System.out.println("  " + line));
        System.out.println();
      }
    }
  }

  /** {@code format}. */
  @Command(
      name = "format",
      description = "Give log directories to a cluster.",
      mixinStandardHelpOptions = true)
  static final class Format implements Callable<Integer> {
    @Option(
        names = {"-c", "--config"},
        required = true,
        description = "The broker's configuration file.")
    private @Nullable Path file;

    @Option(
        names = {"-t", "--cluster-id"},
        required = true,
        description = "The cluster, as random-uuid prints one.")
    private String clusterId = "";

    @Option(
        names = {"-S", "--add-scram"},
        description = "A credential to begin with: SCRAM-SHA-256=[name=alice,password=...].")
    private List<String> scram = List.of();

    @Option(
        names = {"-g", "--ignore-formatted"},
        description = "Leave directories alone that are formatted already.")
    private boolean ignoreFormatted;

    @Option(
        names = {"-s", "--standalone"},
        description = "For a quorum of this node alone, which it is in any case.")
    private boolean standalone;

    @Override
    public Integer call() {
      return orExplain(
          () ->
              new FormatCommand(
                      BrokerConfig.from(settings(file)),
                      FormatCommand.clusterId("--cluster-id", clusterId),
                      ignoreFormatted,
                      scram)
                  .run());
    }
  }

  /** {@code random-uuid}. */
  @Command(
      name = "random-uuid",
      description = "Print an id for a new cluster.",
      mixinStandardHelpOptions = true)
  static final class RandomUuid implements Callable<Integer> {
    @Override
    public Integer call() {
      SecureRandom random = new SecureRandom();
      Uuid id;
      do {
        id = new Uuid(random.nextLong(), random.nextLong());
        // One that begins with a dash would be taken for an option.
      } while (id.toString().startsWith("-"));
      System.out.println(id);
      return 0;
    }
  }
}
