package io.barnabas.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** The small files that settings name. Blocks on the disk; any thread. */
public final class SettingFiles {
  /** What tells one content of a file from the next without reading it. */
  public record Stamp(long bytes, FileTime modified, @Nullable Object file) {
    /** Of a file that is not there, or cannot be looked at. */
    public static final Stamp NONE = new Stamp(-1, FileTime.fromMillis(0), null);
  }

  private SettingFiles() {}

  /** How the file looks now; follows links, as the replacement of a whole directory may be one. */
  public static Stamp stamp(String location) {
    try {
      BasicFileAttributes now = Files.readAttributes(Path.of(location), BasicFileAttributes.class);
      return new Stamp(now.size(), now.lastModifiedTime(), now.fileKey());
    } catch (IOException | InvalidPathException e) {
      return Stamp.NONE;
    }
  }

  /**
   * The content.
   *
   * @throws IOException with the location in its message
   */
  public static byte[] read(String location) throws IOException {
    try {
      return Files.readAllBytes(Path.of(location));
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + location, e);
    } catch (IOException | InvalidPathException e) {
      throw new IOException("the file " + location + " cannot be read: " + e.getMessage(), e);
    }
  }
}
