package io.barnabas.storage.file;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Open files, at most a given number of them beside those in use. One handle per file serves
 * readers and the writer alike. Safe for use by many threads.
 */
public final class HandleCache implements AutoCloseable {
  private final FileSystemPort files;
  private final Cache<Path, FileHandle> handles;

  public HandleCache(FileSystemPort files, int openFilesMax) {
    this.files = files;
    this.handles =
        Caffeine.newBuilder()
            .maximumSize(openFilesMax)
            .executor(Runnable::run)
            .removalListener(HandleCache::onRemoval)
            .build();
  }

  private static void onRemoval(
      @Nullable Path file, @Nullable FileHandle handle, RemovalCause cause) {
    if (handle != null) {
      handle.release();
    }
  }

  /** An open handle of an existing file; the caller releases it. */
  public FileHandle acquire(Path file) throws IOException {
    while (true) {
      FileHandle handle = cached(file);
      if (handle.tryRetain()) {
        if (handle.channel().isOpen()) {
          return handle;
        }
        // An interrupted thread closes the channel it was using; the next user opens it anew.
        handle.release();
      }
      handles.asMap().remove(file, handle);
    }
  }

  /** Creates a file where there is none, and holds it open for whoever writes to it next. */
  public void create(Path file) throws IOException {
    handles.put(file, new FileHandle(files.openForWrite(file)));
  }

  /** As above, but null when the file is not open. Does not touch the disk. */
  public @Nullable FileHandle acquireIfOpen(Path file) {
    FileHandle handle = handles.getIfPresent(file);
    return handle != null && handle.tryRetain() ? handle : null;
  }

  private FileHandle cached(Path file) throws IOException {
    try {
      return handles.get(file, this::open);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private FileHandle open(Path file) {
    try {
      return new FileHandle(files.openForUpdate(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets a file that is renamed or deleted; whoever is using it may go on. */
  public void forget(Path file) {
    handles.invalidate(file);
  }

  /** Forgets all files. */
  @Override
  public void close() {
    handles.invalidateAll();
    handles.cleanUp();
  }
}
