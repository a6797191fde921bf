package io.barnabas.server.config;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where data is kept.
 *
 * @param logDirs the log directories, at least one
 * @param metadataLogDir the one that holds the cluster's metadata
 */
public record DirectoryConfig(List<Path> logDirs, Path metadataLogDir) {

  public DirectoryConfig {
    logDirs = List.copyOf(logDirs);
  }

  /** Reads the settings. */
  public static DirectoryConfig from(Settings settings) {
    String key = settings.text("log.dirs") != null ? "log.dirs" : "log.dir";
    LinkedHashSet<Path> dirs = new LinkedHashSet<>();
    for (String text : settings.list(key)) {
      if (text.isEmpty() || !dirs.add(Path.of(text).toAbsolutePath().normalize())) {
        throw settings.refuse(key, "a list of different directories");
      }
    }
    if (dirs.isEmpty()) {
      throw settings.refuse(key, "at least one directory");
    }
    @Nullable String metadata = settings.text("metadata.log.dir");
    Path first = dirs.iterator().next();
    return new DirectoryConfig(
        List.copyOf(dirs),
        metadata == null || metadata.isEmpty()
            ? first
            : Path.of(metadata).toAbsolutePath().normalize());
  }
}
