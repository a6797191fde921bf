package io.barnabas.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where data is kept, the metadata of the cluster in the first directory.
 *
 * @param logDirs the log directories, at least one
 * @param snapshots where snapshots are kept; null for nowhere
 */
public record DirectoryConfig(List<Path> logDirs, @Nullable Path snapshots) {

  public DirectoryConfig {
    logDirs = List.copyOf(logDirs);
  }

  /** Reads the settings. */
  public static DirectoryConfig from(Settings settings) {
    String key = settings.text("log.dirs") != null ? "log.dirs" : "log.dir";
    LinkedHashSet<Path> dirs = new LinkedHashSet<>();
    for (String text : settings.list(key)) {
      if (text.isEmpty() || !dirs.add(absolute(settings, key, text))) {
        throw settings.refuse(key, "a list of different directories");
      }
    }
    if (dirs.isEmpty()) {
      throw settings.refuse(key, "at least one directory");
    }
    @Nullable String metadata = settings.text("metadata.log.dir");
    Path first = dirs.iterator().next();
    if (metadata != null
        && !metadata.isEmpty()
        && !absolute(settings, "metadata.log.dir", metadata).equals(first)) {
      throw settings.refuse(
          "metadata.log.dir", "the first of " + key + ", " + first + ", or nothing");
    }
    return new DirectoryConfig(List.copyOf(dirs), snapshots(settings, dirs));
  }

  private static @Nullable Path snapshots(Settings settings, Set<Path> logDirs) {
    String text = settings.text(SettingCatalogue.SNAPSHOT_DIR);
    if (text == null || text.isEmpty()) {
      return null;
    }
    Path snapshots = absolute(settings, SettingCatalogue.SNAPSHOT_DIR, text);
    if (logDirs.stream().anyMatch(snapshots::startsWith)) {
      throw settings.refuse(
          SettingCatalogue.SNAPSHOT_DIR, "a directory outside of the log directories " + logDirs);
    }
    return snapshots;
  }

  private static Path absolute(Settings settings, String key, String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw settings.refuse(key, "paths of this machine (" + e.getReason() + ")");
    }
  }
}
