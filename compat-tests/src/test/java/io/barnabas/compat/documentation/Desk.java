package io.barnabas.compat.documentation;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.ClassPaths;
import io.barnabas.compat.harness.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the commands of one page are run: a directory that looks like that of Barnabas, the stock
 * tools on the path, ports and directories of its own in the place of those that pages name. A
 * broker that is started goes on behind, its output in {@code broker.log}, until the desk is
 * cleared.
 */
final class Desk implements AutoCloseable {
  private static final int SECONDS = 120;
  private static final List<String> PORTS = List.of("9092", "9093", "9464", "19092", "8097");
  private static final List<String> DIRECTORIES =
      List.of("/var/lib/kafka", "/var/backups", "/etc/kafka", "/opt/kafka");
  private static final List<String> LAUNCHERS =
      List.of("barnabas", "kafka-server-start.sh", "kafka-server-stop.sh", "kafka-storage.sh");

  private final Path directory;
  private final Map<String, String> ports = new LinkedHashMap<>();

  /** What a command has left behind. */
  record Run(int exitCode, List<String> output) {}

  Desk(Path directory) throws IOException {
    this.directory = directory;
    for (String port : PORTS) {
      ports.put(port, Integer.toString(Ports.free(RandomGenerator.getDefault())));
    }
    for (String launcher : LAUNCHERS) {
      script("bin/" + launcher, resource(launcher));
    }
    Path commands = ClassPaths.root().resolve("docker/commands");
    for (String line : Files.readAllLines(commands)) {
      String[] words = line.split(" ");
      String classPath = words[0].startsWith("connect") ? "connect" : "tools";
      script("tools/" + words[0] + ".sh", tool(classPath, words[1]));
    }
    script("tools/connect-mirror-maker.sh", resource("connect-mirror-maker.sh"));
    script("tools/logged", resource("logged"));
    script("tools/docker", resource("docker"));
    script("opt/kafka/bin/kafka-server-start.sh", resource("apache-kafka-start.sh"));
    script("opt/kafka/bin/kafka-server-stop.sh", resource("kafka-server-stop.sh"));
    script("opt/kafka/bin/kafka-storage.sh", tool("broker", "kafka.tools.StorageTool"));
    String properties = Files.readString(ClassPaths.root().resolve("config/server.properties"));
    write("config/server.properties", properties);
    write("server.properties", properties);
  }

  private static String tool(String classPath, String mainClass) {
    return "#!/bin/sh\nexec "
        + ClassPaths.java()
        + " -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData"
        + " -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp '"
        + ClassPaths.of(classPath)
        + "' "
        + mainClass
        + " \"$@\"\n";
  }

  private static String resource(String name) throws IOException {
    try (var in = Desk.class.getResourceAsStream("/documentation/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void script(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Writes the content of a file, behind what is there. */
  void append(String name, List<String> lines) throws IOException {
    Path file = directory.resolve(name).normalize();
    if (!file.startsWith(directory)) {
      throw new AssertionError(name + " is not below the directory of its page");
    }
    write(name, (Files.exists(file) ? Files.readString(file) : "") + text(lines));
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, here(text));
  }

  /** With the ports and directories of this desk. */
  private String here(String text) {
    String made = text.replace("old-kafka:9092", "localhost:19092");
    for (Map.Entry<String, String> port : ports.entrySet()) {
      made = made.replaceAll("(?<![\\d.])" + port.getKey() + "(?![\\d.])", port.getValue());
    }
    for (String each : DIRECTORIES) {
      made = made.replaceAll("(?<![\\w/])" + each + "(?![\\w])", directory + each);
    }
    return made;
  }

  /** With the ports and directories of the pages. */
  private String there(String text) {
    String made = text.replace(directory.toString(), "");
    for (Map.Entry<String, String> port : ports.entrySet()) {
      made = made.replaceAll("(?<!\\d)" + port.getValue() + "(?!\\d)", port.getKey());
    }
    return made;
  }

  /** Where a command of this machine is; empty where there is none of the name. */
  static String which(String command) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(each -> Path.of(each, command))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElse("");
  }

  /** Runs commands to their end; a broker started by them goes on. */
  Run run(String commands) throws IOException, InterruptedException {
    return run("-c", here(commands));
  }

  /** Only looks whether a shell understands the commands. */
  Run parse(String commands) throws IOException, InterruptedException {
    return run("-nc", here(commands));
  }

  private Run run(String flag, String commands) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "run", ".out");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-eu", "-o", "pipefail", flag, commands)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(each -> each.matches("(KAFKA|BARNABAS)_.*|CLUSTER_ID|JMX_PORT"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("BARNABAS_ROOT", ClassPaths.root().toString());
    environment.put("DESK", directory.toString());
    environment.put("BROKER_CLASS_PATH", ClassPaths.of("broker"));
    environment.put("CONNECT_CLASS_PATH", ClassPaths.of("connect"));
    environment.put("BARNABAS_IMAGE", System.getProperty("barnabas.image", ""));
    environment.put("PORT_9092", ports.get("9092"));
    environment.put("PORT_9464", ports.get("9464"));
    environment.put("DOCKER", which("docker"));
    environment.put("PATH", directory.resolve("tools") + ":" + environment.get("PATH"));
    Process process = builder.start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      return new Run(-1, List.of("does not end", Files.readString(output)));
    }
    return new Run(process.exitValue(), there(Files.readString(output)).lines().toList());
  }

  /** The end of what brokers have written. */
  List<String> log() {
    try {
      Path log = directory.resolve("broker.log");
      List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
      return lines.subList(Math.max(0, lines.size() - 40), lines.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends whatever was started here. */
  @Override
  public void close() throws IOException, InterruptedException {
    if (Files.exists(directory.resolve(".containers"))) {
      run("xargs \"$DOCKER\" rm -f -v <.containers");
    }
    Path started = directory.resolve(".pids");
    if (!Files.exists(started)) {
      return;
    }
    for (String pid : Files.readAllLines(started)) {
      ProcessHandle.of(Long.parseLong(pid))
          .filter(each -> Pattern.matches(".*java.*|.*sh", each.info().command().orElse("")))
          .ifPresent(
              process -> {
                process.destroyForcibly();
                // One whose parent has gone may stay as a zombie, without a command.
                Await.until(
                    pid + " has ended",
                    () -> !process.isAlive() || process.info().command().isEmpty());
              });
    }
  }
}
