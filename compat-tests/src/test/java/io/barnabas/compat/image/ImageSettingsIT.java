package io.barnabas.compat.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.ClassPaths;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scripts of the image with the variables of each dialect, without an engine: what the broker
 * would be started with. The cases are in {@code image/settings.txt}.
 */
final class ImageSettingsIT {
  private static final Map<String, List<String>> RUN =
      Map.of(
          "apache", List.of("etc/kafka/docker/run", "docker/kafka"),
          "confluent", List.of("etc/confluent/docker/run", "docker/confluent"),
          "bitnami", List.of("opt/bitnami/scripts/kafka/run.sh", "docker/bitnami"));

  @TempDir Path root;

  record Case(String title, Map<String, String> given, List<String> expected) {
    String dialect() {
      return title.substring(0, title.indexOf(title.contains(" fails:") ? ' ' : ':'));
    }

    boolean fails() {
      return title.contains(" fails:");
    }

    @Override
    public String toString() {
      return title;
    }
  }

  static Stream<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    Case current = null;
    for (String line : Files.readAllLines(Path.of("src/test/resources/image/settings.txt"))) {
      if (line.startsWith("->") && current != null) {
        current.expected().add(line.substring(2).trim());
      } else if (line.matches("[A-Z/].*") && current != null) {
        int equals = line.indexOf('=');
        current
            .given()
            .put(
                line.substring(0, equals),
                line.substring(equals + 1).replace("\\n", "\n").replace("\\r", "\r"));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        current = new Case(line, new LinkedHashMap<>(), new ArrayList<>());
        cases.add(current);
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldStartTheBrokerWithWhatTheEnvironmentSays(Case each) throws Exception {
    Process process = run(each);
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    String errors = Files.readString(root.resolve("errors"));
    String output = new String(process.getInputStream().readAllBytes());
    if (each.fails()) {
      assertNotEquals(0, process.exitValue(), output);
      each.expected().forEach(word -> assertTrue(errors.contains(word), errors));
      return;
    }
    assertEquals(0, process.exitValue(), errors);
    Properties settings = new Properties();
    settings.load(new StringReader(output));
    for (String line : each.expected()) {
      String expected = line.replace("$ROOT", root.toString());
      if (expected.startsWith("!")) {
        assertFalse(settings.containsKey(expected.substring(1).trim()), output);
      } else {
        int equals = expected.indexOf('=');
        assertEquals(
            expected.substring(equals + 1).replace("\\n", "\n"),
            settings.getProperty(expected.substring(0, equals)),
            output);
      }
    }
  }

  /** The list is of what the three images tell their users that they obey. */
  @Test
  void shouldHaveACaseForEveryDocumentedVariable() throws Exception {
    Set<String> shown = new HashSet<>();
    cases().forEach(each -> each.given().keySet().forEach(name -> shown.add(key(each, name))));
    List<String> missing = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/image/variables.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String dialect = line.substring(0, line.indexOf(':'));
        for (String name : line.substring(line.indexOf(':') + 1).trim().split(" +")) {
          if (!shown.contains(dialect + " " + name)) {
            missing.add(dialect + " " + name);
          }
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  private static String key(Case each, String name) {
    return each.dialect() + " " + name;
  }

  /** Runs the dialect's own script in a root of its own, where the broker prints its file. */
  private Process run(Case each) throws IOException {
    Path docker = root.resolve("opt/barnabas/docker");
    Files.createDirectories(docker);
    Path ours = ClassPaths.root().resolve("docker");
    Files.copy(ours.resolve("settings.bash"), docker.resolve("settings.bash"));
    for (List<String> dialect : RUN.values()) {
      copy(ClassPaths.root().resolve(dialect.get(1)), root.resolve(dialect.get(0)).getParent());
    }
    script(
        "opt/kafka/bin/kafka-server-start.sh",
        "cat \"$1\"; echo; env | grep -E '^(CLUSTER|KAFKA|BARNABAS|JAVA)_' | sed 's/^/$/'");
    script(
        "opt/kafka/bin/kafka-storage.sh",
        "if [ $1 = random-uuid ]; then echo 4L6g3nShT-eMCtK--X86sw; else echo '$storage'=$*; fi");
    ProcessBuilder builder =
        new ProcessBuilder("bash", root.resolve(RUN.get(each.dialect()).get(0)).toString());
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(
            variable -> variable.matches("(KAFKA|BARNABAS|JMX|CLUSTER)_.*|LOG_DIR|.*JAVA_.*"));
    environment.put("BARNABAS_ROOT", root.toString());
    for (Map.Entry<String, String> given : each.given().entrySet()) {
      if (given.getKey().startsWith("/")) {
        Path file = root.resolve(given.getKey().substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, given.getValue());
      } else {
        environment.put(given.getKey(), given.getValue().replace("$ROOT", root.toString()));
      }
    }
    if (each.dialect().equals("confluent")) {
      // The script looks whether the directory can be written to, and that one is not ours.
      script("etc/confluent/docker/ensure", "exit 0");
    }
    return builder.redirectError(root.resolve("errors").toFile()).start();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            to.resolve(file.getFileName()),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING,
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private void script(String name, String body) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + body + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }
}
