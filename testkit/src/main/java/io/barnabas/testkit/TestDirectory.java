package io.barnabas.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker keeps its data.
 *
 * @param temporary whether it goes with its broker
 */
record TestDirectory(Path path, boolean temporary) {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final String PREFIX = "barnabas-testkit-";

  /** A new one where temporary files lie. */
  static TestDirectory fresh() {
    try {
      return new TestDirectory(Files.createTempDirectory(PREFIX), true);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for the broker's data", e);
    }
  }

  /** A new one in a file system that lives in memory, where the machine has one. */
  static TestDirectory inMemory() {
    if (!Files.isDirectory(MEMORY) || !Files.isWritable(MEMORY)) {
      return fresh();
    }
    try {
      return new TestDirectory(Files.createTempDirectory(MEMORY, PREFIX), true);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for the broker's data", e);
    }
  }

  /** One of the test's own, which stays. */
  static TestDirectory kept(Path path) {
    return new TestDirectory(path, false);
  }

  /** Deletes it, if it is temporary; the broker has stopped. */
  void discard() {
    if (!temporary) {
      return;
    }
    try {
      Files.walkFileTree(path, new Deletion());
    } catch (NoSuchFileException e) {
      // Somebody was faster.
    } catch (IOException e) {
      throw new UncheckedIOException("the broker's data could not be deleted", e);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
