package io.barnabas.compat.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.ClassPaths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher sees to, the archive of loaded classes above all; with a JDK that pretends. */
final class LauncherIT {
  private static final String PREPARING = "preparing a fast start";

  @TempDir private Path home;

  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("jdk/bin"));
    Files.copy(
        ClassPaths.root().resolve("bin/barnabas"),
        home.resolve("bin/barnabas"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    Path java = home.resolve("jdk/bin/java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        echo "speaks $LC_MESSAGES, writes $LC_CTYPE${LC_ALL:+, or rather $LC_ALL}"
        for word in "$@"; do
          case $word in
            -XX:AOTCacheOutput=*) echo classes >"${word#-XX:AOTCacheOutput=}" ;;
            -XX:AOTCache=*) echo "takes ${word##*/}" ;;
          esac
        done
        """);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    build("one");
  }

  private void build(String content) throws IOException {
    Path jar = home.resolve("lib/barnabas-server-1.jar");
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, content);
    // As from a machine whose clock is ahead: no archive will be newer.
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plus(Duration.ofDays(1))));
  }

  private String start() throws IOException, InterruptedException {
    return start(Map.of());
  }

  private String start(Map<String, String> variables) throws IOException, InterruptedException {
    Path output = home.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("bin/barnabas").toString(), "start")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
    builder.environment().remove("BARNABAS_ARCHIVE");
    builder.environment().keySet().removeIf(each -> each.startsWith("LC_"));
    builder.environment().putAll(variables);
    assertEquals(0, builder.start().waitFor());
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  private List<String> archives() throws IOException {
    try (Stream<Path> all = Files.list(home.resolve("archive"))) {
      return all.map(each -> String.valueOf(each.getFileName()))
          .filter(name -> !name.endsWith(".log"))
          .toList();
    }
  }

  @Test
  void shouldMakeTheArchiveOnceWhateverTheTimesOfFilesAre() throws Exception {
    assertTrue(start().contains(PREPARING));
    String second = start();

    assertFalse(second.contains(PREPARING), second);
    assertTrue(second.contains("takes " + archives().get(0)), second);
  }

  /** A full disk is known by what the system says. */
  @Test
  void shouldHaveTheSystemTellItsErrorsInEnglish() throws Exception {
    String french = start(Map.of("LC_ALL", "fr_FR.UTF-8"));
    assertTrue(french.contains("speaks C, writes fr_FR.UTF-8\n"), french);

    String german = start(Map.of("LC_CTYPE", "de_DE.UTF-8", "LC_MESSAGES", "de_DE.UTF-8"));
    assertTrue(german.contains("speaks C, writes de_DE.UTF-8\n"), german);
  }

  @Test
  void shouldKeepNoArchiveOfAnotherBuild() throws Exception {
    String unused = start();
    List<String> before = archives();
    build("two");

    assertTrue(start().contains(PREPARING));

    assertEquals(1, archives().size());
    assertFalse(archives().equals(before));
  }
}
