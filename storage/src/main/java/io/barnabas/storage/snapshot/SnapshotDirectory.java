package io.barnabas.storage.snapshot;

import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where snapshots are kept, each in a directory of its own. Blocks; any thread. */
public final class SnapshotDirectory {
  private final FileSystemPort files;
  private final Path directory;

  public SnapshotDirectory(FileSystemPort files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  /** Where the snapshot of this name is or would be. */
  public Path path(String name) {
    return directory.resolve(name);
  }

  /** The names of those that are whole, as far as their manifests say. */
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    if (files.exists(directory)) {
      for (Path entry : files.list(directory)) {
        if (!SnapshotWriter.isUnfinished(entry)
            && files.exists(entry.resolve(SnapshotManifest.NAME))) {
          names.add(String.valueOf(entry.getFileName()));
        }
      }
    }
    return names;
  }

  /** What writes a snapshot of this name; makes the directory where it is not there yet. */
  public SnapshotWriter writer(String name) throws IOException {
    files.createDurableDirectories(directory);
    return new SnapshotWriter(files, directory, name);
  }

  /** What a snapshot has. */
  public static SnapshotManifest manifest(FileSystemPort files, Path snapshot) throws IOException {
    Path file = snapshot.resolve(SnapshotManifest.NAME);
    if (!files.exists(file)) {
      throw new SnapshotException(snapshot + " is no snapshot: it has no " + SnapshotManifest.NAME);
    }
    ByteBuffer content = files.readAll(file);
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    return SnapshotManifest.parse(bytes);
  }

  /** Deletes a snapshot; whether there was one. Its name goes first: it is none then. */
  public boolean delete(String name) throws IOException {
    Path snapshot = path(name);
    if (!files.exists(snapshot.resolve(SnapshotManifest.NAME))) {
      return false;
    }
    Path going = SnapshotWriter.unfinished(directory, name);
    files.deleteRecursively(going);
    files.rename(snapshot, going);
    files.syncDirectory(directory);
    files.deleteRecursively(going);
    return true;
  }
}
