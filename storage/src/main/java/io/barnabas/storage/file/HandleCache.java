package io.barnabas.storage.file;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Open files, at most a given number of them beside those in use. One handle per file serves
 * readers and the writer alike. Where the process may open no more files, half of them make room.
 * Safe for use by many threads.
 */
public final class HandleCache implements AutoCloseable {
  /** Others may take what is given, connections say. */
  private static final int TRIES_MAX = 3;

  /** Opens a file, or reads it whole. */
  public interface Opening<T> {
    T open() throws IOException;
  }

  private final FileSystemPort files;
  private final Cache<Path, FileHandle> handles;
  private final Policy.Eviction<Path, FileHandle> size;

  /** Guarded by the cache. */
  private boolean mayGive = true;

  /** How often files were closed to make room; written under the cache's monitor. */
  private volatile int timesGiven;

  public HandleCache(FileSystemPort files, int openFilesMax) {
    this.files = files;
    this.handles =
        Caffeine.newBuilder()
            .maximumSize(openFilesMax)
            .executor(Runnable::run)
            .removalListener(HandleCache::onRemoval)
            .build();
    this.size = handles.policy().eviction().orElseThrow();
  }

  private static void onRemoval(
      @Nullable Path file, @Nullable FileHandle handle, RemovalCause cause) {
    if (handle != null) {
      handle.release();
    }
  }

  /** Keeps so many open from now on; closes what is too many. */
  public synchronized void limit(int openFilesMax) {
    if (size.getMaximum() != openFilesMax) {
      size.setMaximum(openFilesMax);
    }
    mayGive = true;
  }

  /** An open handle of an existing file; the caller releases it. */
  public FileHandle acquire(Path file) throws IOException {
    FileHandle handle = acquireIfOpen(file);
    return handle != null ? handle : makingRoom(() -> opened(file));
  }

  private FileHandle opened(Path file) throws IOException {
    FileHandle handle = null;
    while (handle == null) {
      handle = acquireOpening(file);
    }
    return handle;
  }

  /** As above, but null when the file is not open. Does not touch the disk. */
  public @Nullable FileHandle acquireIfOpen(Path file) {
    FileHandle handle = handles.getIfPresent(file);
    return handle == null ? null : retained(file, handle);
  }

  private @Nullable FileHandle retained(Path file, FileHandle handle) {
    if (handle.tryRetain()) {
      if (handle.channel().isOpen()) {
        return handle;
      }
      // An interrupted thread closes the channel it was using; the next user opens it anew.
      handle.release();
    }
    handles.asMap().remove(file, handle);
    return null;
  }

  /** Null when another thread has opened the file, and that was closed again meanwhile. */
  private @Nullable FileHandle acquireOpening(Path file) throws IOException {
    Loading loading = new Loading();
    FileHandle found;
    try {
      found = handles.get(file, loading);
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    }
    return loading.opened != null ? loading.opened : retained(file, found);
  }

  /**
   * Opens a file for the cache and for who asks, so that it stays open though it be the first that
   * has to go.
   */
  private final class Loading implements Function<Path, FileHandle> {
    private @Nullable FileHandle opened;

    @Override
    public FileHandle apply(Path file) {
      try {
        FileHandle handle = new FileHandle(files.openForUpdate(file));
        handle.tryRetain();
        opened = handle;
        return handle;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Creates a file where there is none, and holds it open for whoever writes to it next. */
  public void create(Path file) throws IOException {
    handles.put(file, new FileHandle(makingRoom(() -> files.openForWrite(file))));
  }

  /**
   * Opens what is not kept here, or reads it. Where the process may open no more files, some of
   * those kept are closed, and it is tried again.
   */
  public <T> T makingRoom(Opening<T> opening) throws IOException {
    for (int tries = 1; ; tries++) {
      int before = timesGiven;
      try {
        return opening.open();
      } catch (IOException e) {
        if (tries == TRIES_MAX || !hasRoomSince(before, e)) {
          throw e;
        }
      }
    }
  }

  /**
   * Whether files were closed since, by this or another thread that met the same want, or can be
   * closed now. Once, until somebody sets a limit again: what is used most is to stay.
   */
  private synchronized boolean hasRoomSince(int before, IOException failure) {
    if (!FileFaults.isWantOfFiles(failure)) {
      return false;
    }
    if (timesGiven != before) {
      return true;
    }
    long open = handles.estimatedSize();
    if (open < 2 || !mayGive) {
      return false;
    }
    mayGive = false;
    size.setMaximum(open / 2);
    timesGiven = before + 1;
    return true;
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
