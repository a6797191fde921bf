package io.barnabas.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One broker with its own directory and port, started as often as the test wishes. Not thread-safe:
 * one test thread drives it.
 */
public final class BrokerProcess {
  private static final Duration START_DEADLINE = Duration.ofSeconds(120);
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(90);

  private final Distribution distribution;
  private final Path home;
  private final int port;
  private final Path properties;
  private final Path log;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private int openFilesMax;
  private boolean prepared;
  private @Nullable Process process;

  BrokerProcess(Distribution distribution, Path home, int port, Map<String, String> settings)
      throws IOException {
    this.distribution = distribution;
    this.home = home;
    this.port = port;
    this.properties = home.resolve("server.properties");
    this.log = home.resolve("broker.log");
    Files.createFile(log);
    configure(settings);
  }

  private void configure(Map<String, String> settings) throws IOException {
    Properties all = new Properties();
    all.setProperty("offsets.topic.replication.factor", "1");
    all.setProperty("transaction.state.log.replication.factor", "1");
    all.setProperty("transaction.state.log.min.isr", "1");
    all.setProperty("group.initial.rebalance.delay.ms", "0");
    all.putAll(distribution.defaults(home, port));
    Map<String, String> own = new LinkedHashMap<>(settings);
    String advertised = own.remove("advertised.listeners");
    String more = own.remove("more.listeners");
    all.putAll(own);
    if (more != null) {
      all.setProperty("listeners", all.getProperty("listeners") + "," + more);
    }
    if (advertised != null) {
      all.setProperty("advertised.listeners", advertised(advertised, all));
    }
    try (var out = Files.newBufferedWriter(properties)) {
      all.store(out, null);
    }
  }

  /**
   * Listeners that the test does not know of (a controller's) stay advertised where they listen.
   */
  private static String advertised(String clients, Properties all) {
    String listeners = all.getProperty("listeners");
    int others = listeners.indexOf(',');
    return others < 0 ? clients : clients + listeners.substring(others);
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Where the topic directories are. */
  public Path dataDirectory() {
    return home.resolve("data");
  }

  public boolean isControl() {
    return distribution.isControl();
  }

  /** Sets a variable of the environment that the next start finds. */
  public BrokerProcess withEnvironment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Lets the broker that is started next have so many files and connections open at most. */
  public BrokerProcess withOpenFiles(int most) {
    openFilesMax = most;
    return this;
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    if (openFilesMax > 0) {
      command.addAll(List.of("sh", "-c", "ulimit -n " + openFilesMax + "; exec \"$@\"", "sh"));
    }
    command.addAll(distribution.command(properties));
    return command;
  }

  /** Starts and waits until the broker answers ApiVersions. */
  public BrokerProcess start() throws IOException, InterruptedException {
    Process started = launch();
    Await.until(
        "broker on port " + port + " answers ApiVersions",
        START_DEADLINE,
        () -> {
          if (!started.isAlive()) {
            throw new BrokerDied(started.exitValue());
          }
          return ApiVersionsProbe.answers(port);
        },
        this::tail);
    return this;
  }

  /** Starts without waiting: for tests of what stops a start. */
  public Process launch() throws IOException, InterruptedException {
    if (!prepared) {
      distribution.prepare(properties);
      prepared = true;
    }
    if (process != null && process.isAlive()) {
      throw new IllegalStateException("is running");
    }
    process = processBuilder(command()).start();
    return process;
  }

  private ProcessBuilder processBuilder(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LOG_DIR", home.resolve("logs").toString());
    builder.environment().putAll(environment);
    return builder;
  }

  /** kill -9; returns once the process is gone. */
  public void kill() throws InterruptedException {
    running().destroyForcibly();
    awaitExit();
  }

  /** SIGTERM; returns the exit code. */
  public int stop() throws InterruptedException {
    running().destroy();
    return awaitExit();
  }

  /** Waits until the process has ended by itself; returns the exit code. */
  public int awaitExit() throws InterruptedException {
    Process running = running();
    if (!running.waitFor(STOP_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("does not end" + tail());
    }
    return running.exitValue();
  }

  public long pid() {
    return running().pid();
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** All that the broker has written to its standard streams, over all its starts. */
  public String output() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last lines of {@link #output()}. */
  public String tail() {
    List<String> lines = output().lines().toList();
    return "\n--- broker output (last lines)\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - 80), lines.size()))
        + "\n---";
  }

  /** kill -9 if it runs. */
  void end() throws InterruptedException {
    if (isAlive()) {
      kill();
    }
  }

  /** Removes its directory, in which nobody may write any more. */
  void remove() throws IOException {
    TemporaryDirectories.delete(home);
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("never started");
    }
    return process;
  }

  private static final class BrokerDied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerDied(int exitCode) {
      super("the broker process has ended with exit code " + exitCode);
    }
  }
}
