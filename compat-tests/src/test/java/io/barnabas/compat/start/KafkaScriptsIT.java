package io.barnabas.compat.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.ApiVersionsProbe;
import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.ClassPaths;
import io.barnabas.compat.harness.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of the names that Apache Kafka's have, for whoever calls them. */
final class KafkaScriptsIT {
  private static final String CLUSTER = "uT3Qk5yKQ1u8ME1o4nSdVw";

  private record Run(int code, String output) {}

  @TempDir private Path directory;

  @Test
  void shouldFormatStartAndStopAsScriptsDo() throws Exception {
    int port = Ports.free(RandomGenerator.getDefault());
    int node = 1_000_000 + RandomGenerator.getDefault().nextInt(1_000_000);
    String file = properties(port, node).toString();
    assertEquals(1, run("kafka-storage.sh", "info", "-c", file).code());
    Run formatted =
        run(
            "kafka-storage.sh",
            "format",
            "--standalone",
            "-t",
            CLUSTER,
            "-c",
            file,
            "--add-scram",
            "SCRAM-SHA-256=[name=alice,password=\"a,b\"]");
    assertEquals(0, formatted.code(), formatted.output());
    assertTrue(
        formatted
            .output()
            .contains(
                "Formatting dynamic metadata voter directory "
                    + directory.resolve("data")
                    + " with metadata.version 4.4-IV2."),
        formatted.output());
    assertTrue(run("kafka-storage.sh", "info", "-c", file).output().contains(CLUSTER));
    Run again = run("kafka-storage.sh", "format", "-t", CLUSTER, "-c", file);
    assertEquals(1, again.code());
    assertTrue(again.output().contains("--ignore-formatted"), again.output());
    assertEquals(0, run("kafka-storage.sh", "format", "-g", "-t", CLUSTER, "-c", file).code());

    assertEquals(0, run("kafka-server-start.sh", "-daemon", file).code());
    Await.until("the broker answers", () -> ApiVersionsProbe.answers(port));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
      assertEquals(CLUSTER, admin.describeCluster().clusterId().get());
      assertEquals(node, admin.describeCluster().controller().get().id());
    }
    assertEquals(0, run("kafka-server-stop.sh", "--node-id=" + node).code());
    Await.until("the broker is gone", () -> !ApiVersionsProbe.answers(port));
    // The last it writes; before that its directory cannot be taken away.
    Path marker = directory.resolve("data/.kafka_cleanshutdown");
    Await.until("the directory is left in order", () -> Files.exists(marker));
  }

  @Test
  void shouldPrintIdsThatCanBeUsed() throws Exception {
    assertTrue(run("kafka-storage.sh", "random-uuid").output().trim().matches("[A-Za-z0-9_-]{22}"));
  }

  @Test
  void shouldRefuseWhatCannotBeFormatted() throws Exception {
    String file = properties(1, 1).toString();
    Run noPassword =
        run(
            "kafka-storage.sh",
            "format",
            "-t",
            CLUSTER,
            "-c",
            file,
            "-S",
            "SCRAM-SHA-256=[name=a]");
    assertEquals(1, noPassword.code());
    assertTrue(!Files.exists(directory.resolve("data")), noPassword.output());
    // Any word is an id, as for Apache Kafka.
    assertEquals(0, run("kafka-storage.sh", "format", "-t", "cluster", "-c", file).code());
    assertEquals(1, run("kafka-storage.sh", "format", "-t", "another", "-c", file).code());
  }

  private Path properties(int port, int node) throws IOException {
    // Scripts look for brokers among processes, and are some themselves: of awk, for one.
    return Files.writeString(
        directory.resolve("awk.properties"),
        String.join(
            "\n",
            "process.roles=broker,controller",
            "node.id=" + node,
            "listeners=PLAINTEXT://127.0.0.1:" + port,
            "log.dirs=" + directory.resolve("data")));
  }

  private Run run(String script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ClassPaths.root().resolve("bin").resolve(script).toString());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(directory, "script", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("LOG_DIR", directory.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    int code = builder.start().waitFor();
    return new Run(code, Files.readString(output, StandardCharsets.UTF_8));
  }
}
