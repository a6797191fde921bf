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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of loaded classes, as the launcher sees to it, with a JDK that only pretends. */
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
    Path output = home.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("bin/barnabas").toString(), "start")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
    builder.environment().remove("BARNABAS_ARCHIVE");
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
