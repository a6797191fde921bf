package io.barnabas.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the build has put things: the repository, and the class paths written by the modules under
 * classpaths/.
 */
public final class ClassPaths {
  private ClassPaths() {}

  public static Path root() {
    return Path.of(System.getProperty("barnabas.home", "..")).toAbsolutePath().normalize();
  }

  /** The class path of {@code compat-tests/classpaths/<name>}. */
  public static String of(String name) {
    return read(root().resolve("compat-tests/classpaths").resolve(name));
  }

  /** The directory with the compiled tests, which hold the driver of the old clients. */
  public static String testClasses() {
    return root().resolve("compat-tests/target/test-classes").toString();
  }

  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static String read(Path module) {
    Path file = module.resolve("target/classpath.txt");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + " is missing: mvn -f " + module + "/pom.xml pre-integration-test", e);
    }
  }
}
