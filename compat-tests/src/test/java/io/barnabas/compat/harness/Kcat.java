package io.barnabas.compat.harness;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs kcat, a client built on librdkafka, where it is installed. */
public final class Kcat {
  private static final String NAME = "kcat";
  private static final int DEADLINE_SECONDS = 60;

  private final String bootstrapServers;
  private final Map<String, String> settings;
  private final Map<String, String> environment;

  /** A client of a broker with these settings of librdkafka. */
  public Kcat(String bootstrapServers, Map<String, String> settings) {
    this(bootstrapServers, settings, Map.of());
  }

  /** The same, with variables of the environment. */
  public Kcat(
      String bootstrapServers, Map<String, String> settings, Map<String, String> environment) {
    this.bootstrapServers = bootstrapServers;
    this.settings = Map.copyOf(settings);
    this.environment = Map.copyOf(environment);
  }

  /** Whether it is installed. */
  public static boolean isInstalled() {
    return isInstalled(NAME);
  }

  /** Whether a program is on the path. */
  public static boolean isInstalled(String program) {
    for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  /** Writes a line to a topic. */
  public void produce(String topic, String line) throws IOException, InterruptedException {
    finished(line + "\n", List.of("-P", "-t", topic));
  }

  /** All lines of a topic. */
  public List<String> consume(String topic) throws IOException, InterruptedException {
    return finished("", List.of("-C", "-q", "-t", topic, "-o", "beginning", "-e")).lines().toList();
  }

  /** Waits until it says why it is not let in; an assertion error if it says something else. */
  public void isRefused(Pattern reason) throws IOException, InterruptedException {
    Path said = Files.createTempFile("barnabas-kcat-", ".log");
    Process process =
        builder(List.of("-L", "-m", Integer.toString(DEADLINE_SECONDS)))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      Await.until(
          "kcat says " + reason,
          Await.GENEROUS,
          () -> reason.matcher(Files.readString(said)).find(),
          () -> "but " + text(said));
    } finally {
      process.destroyForcibly().waitFor();
      Files.deleteIfExists(said);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private String finished(String input, List<String> arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("barnabas-kcat-", ".out");
    Path errors = Files.createTempFile("barnabas-kcat-", ".err");
    try {
      Process process =
          builder(arguments).redirectOutput(out.toFile()).redirectError(errors.toFile()).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly().waitFor();
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError("kcat " + arguments + " failed:\n" + text(out) + text(errors));
      }
      return Files.readString(out);
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(errors);
    }
  }

  private ProcessBuilder builder(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(NAME, "-b", bootstrapServers));
    settings.forEach((name, value) -> command.addAll(List.of("-X", name + "=" + value)));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder;
  }
}
