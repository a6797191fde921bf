package io.barnabas.server.config;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where data is kept, the metadata of the cluster in the first directory.
 *
 * @param logDirs the log directories, at least one
 */
public record DirectoryConfig(List<Path> logDirs) {

  public DirectoryConfig {
    logDirs = List.copyOf(logDirs);
  }

  /** Reads the settings. */
  public static DirectoryConfig from(Settings settings) {
    String key = settings.text("log.dirs") != null ? "log.dirs" : "log.dir";
    LinkedHashSet<Path> dirs = new LinkedHashSet<>();
    for (String text : settings.list(key)) {
      if (text.isEmpty() || !dirs.add(absolute(text))) {
        throw settings.refuse(key, "a list of different directories");
      }
    }
    if (dirs.isEmpty()) {
      throw settings.refuse(key, "at least one directory");
    }
    @Nullable String metadata = settings.text("metadata.log.dir");
    Path first = dirs.iterator().next();
    if (metadata != null && !metadata.isEmpty() && !absolute(metadata).equals(first)) {
      throw settings.refuse(
          "metadata.log.dir", "the first of " + key + ", " + first + ", or nothing");
    }
    return new DirectoryConfig(List.copyOf(dirs));
  }

  private static Path absolute(String text) {
    return Path.of(text).toAbsolutePath().normalize();
  }
}
