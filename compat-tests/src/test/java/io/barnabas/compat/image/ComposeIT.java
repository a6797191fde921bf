package io.barnabas.compat.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.ClassPaths;
import io.barnabas.compat.harness.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docker/compose.yaml} as it stands, on ports of the test's own: the broker becomes healthy,
 * and then the service that waits for it writes. {@code -Dbarnabas.image.tools} names the image
 * with the tools.
 */
final class ComposeIT {
  @TempDir Path directory;
  private final String project = Clients.unique("barnabas");
  private final int port = Engine.portFoundOut();
  private List<String> compose = List.of();

  @BeforeEach
  void needsComposeAndBothImages() throws Exception {
    Engine.assume();
    String tools = System.getProperty("barnabas.image.tools", "");
    Assumptions.assumeFalse(tools.isEmpty(), "no -Dbarnabas.image.tools");
    for (List<String> each : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
      if (compose.isEmpty() && run(each, "version").exitCode() == 0) {
        compose = each;
      }
    }
    Assumptions.assumeFalse(compose.isEmpty(), "neither docker compose nor docker-compose");
    Path docker = ClassPaths.root().resolve("docker");
    String text =
        Files.readString(docker.resolve("compose.yaml"))
            .replace("\"9092:9092\"", "\"" + port + ":9092\"")
            .replace("\"9464:9464\"", "\"9464\"")
            .replace("image: barnabas\n", "image: " + Engine.image() + "\n")
            .replace("image: barnabas:tools\n", "image: " + tools + "\n");
    Path file = Files.writeString(directory.resolve("compose.yaml"), text);
    compose = new ArrayList<>(compose);
    compose.addAll(
        List.of("-p", project, "--project-directory", docker.toString(), "-f", file.toString()));
  }

  @AfterEach
  void takeItDown() throws Exception {
    if (compose.size() > 2) {
      run(compose, "down", "-v");
    }
  }

  @Test
  void shouldWriteOnceTheBrokerIsHealthy() throws Exception {
    Run up = run(compose, "up", "-d", "--no-build");
    assertEquals(0, up.exitCode(), up::output);

    Map<String, Object> reading = Map.of("group.id", project, "metadata.max.age.ms", 500);
    try (var consumer = Clients.consumer("localhost:" + port, reading)) {
      consumer.subscribe(List.of("letters"));
      assertEquals("to the castle", Clients.poll(consumer, 1).get(0).value());
    }
  }

  record Run(int exitCode, String output) {}

  private Run run(List<String> command, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    Path output = Files.createTempFile(directory, "run", ".out");
    try {
      Process process =
          new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(output.toFile()).start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return new Run(process.waitFor(), Files.readString(output));
    } catch (IOException missing) {
      return new Run(-1, missing.toString());
    }
  }
}
