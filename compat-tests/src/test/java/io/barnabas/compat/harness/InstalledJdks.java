package io.barnabas.compat.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The JDKs of this machine, for clients that the newest one runs no longer. */
public final class InstalledJdks {
  private static final Path USUAL_PLACE = Path.of("/usr/lib/jvm");

  private InstalledJdks() {}

  /** The {@code java} of a JDK no newer than {@code version}: that of the tests, if it is. */
  public static Optional<Path> upTo(int version) throws IOException {
    if (Runtime.version().feature() <= version) {
      return Optional.of(Path.of(ClassPaths.java()));
    }
    if (!Files.isDirectory(USUAL_PLACE)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(USUAL_PLACE)) {
      return homes
          .filter(home -> Files.isExecutable(home.resolve("bin/java")))
          .filter(home -> isUpTo(version, home.resolve("release")))
          .map(home -> home.resolve("bin/java"))
          .findFirst();
    }
  }

  private static boolean isUpTo(int version, Path release) {
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(release)) {
      properties.load(in);
      String quoted = properties.getProperty("JAVA_VERSION", "");
      return Runtime.Version.parse(quoted.replace("\"", "")).feature() <= version;
    } catch (IOException | IllegalArgumentException unknown) {
      return false;
    }
  }
}
