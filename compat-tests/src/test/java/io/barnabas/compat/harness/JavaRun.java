package io.barnabas.compat.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of a given class path in a Java process of its own. */
public final class JavaRun implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(120);

  private final Process process;
  private final Path output;
  private final Path errors;

  private JavaRun(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /** A stock command-line tool, to its end. */
  public static Result tool(String mainClass, List<String> arguments)
      throws IOException, InterruptedException {
    return tool(mainClass, "", arguments);
  }

  /** A stock command-line tool with something on its standard input, to its end. */
  public static Result tool(String mainClass, String input, List<String> arguments)
      throws IOException, InterruptedException {
    try (JavaRun run = start(ClassPaths.of("tools"), mainClass, arguments)) {
      try (var stdin = run.process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      return run.result();
    }
  }

  public static JavaRun start(String classPath, String mainClass, List<String> arguments)
      throws IOException {
    return start(Path.of(ClassPaths.java()), classPath, mainClass, arguments);
  }

  /** On a given {@code java}. */
  public static JavaRun start(Path java, String classPath, String mainClass, List<String> arguments)
      throws IOException {
    Path output = Files.createTempFile("barnabas-compat-", ".out");
    Path errors = Files.createTempFile("barnabas-compat-", ".err");
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    return new JavaRun(process, output, errors);
  }

  public Result result() throws IOException, InterruptedException {
    if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("does not end:\n" + output() + Files.readString(errors));
    }
    return new Result(process.exitValue(), output(), Files.readString(errors));
  }

  /** What it has written so far. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  /** What it has written so far to both of its standard streams. */
  public String all() throws IOException {
    return output() + Files.readString(errors);
  }

  /** kill -9; returns once the process is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    kill();
    Files.deleteIfExists(output);
    Files.deleteIfExists(errors);
  }

  /** What a finished process has left behind. */
  public record Result(int exitCode, String output, String errors) {

    /** This, if the process has ended well; an assertion error with all it said otherwise. */
    public Result ok() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + this);
      }
      return this;
    }

    /** This, if {@code pattern} is found in what the process has written. */
    public Result contains(String pattern) {
      if (!java.util.regex.Pattern.compile(pattern, java.util.regex.Pattern.MULTILINE)
          .matcher(output + errors)
          .find()) {
        throw new AssertionError("no match of '" + pattern + "'" + this);
      }
      return this;
    }

    @Override
    public String toString() {
      return "\n--- output\n" + output + "\n--- errors\n" + errors + "\n---";
    }
  }
}
