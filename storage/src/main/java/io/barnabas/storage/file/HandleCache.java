package io.barnabas.storage.file;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Open files, at most a given number of them beside those in use. One handle per file serves
 * readers and the writer alike. Where the process may open no more files, half of them make room.
 * Safe for use by many threads.
 */
public final class HandleCache implements AutoCloseable {
  private final FileSystemPort files;
  private final Cache<Path, FileHandle> handles;
  private final Policy.Eviction<Path, FileHandle> size;
  private final AtomicBoolean mayGive = new AtomicBoolean(true);

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
  public void limit(int openFilesMax) {
    if (size.getMaximum() != openFilesMax) {
      size.setMaximum(openFilesMax);
    }
    mayGive.set(true);
  }

  /** An open handle of an existing file; the caller releases it. */
  public FileHandle acquire(Path file) throws IOException {
    FileHandle handle = acquireIfOpen(file);
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
    Opening opening = new Opening();
    FileHandle found;
    try {
      found = handles.get(file, opening);
    } catch (UncheckedIOException e) {
      IOException cause = Objects.requireNonNull(e.getCause());
      if (!makesRoomFor(cause)) {
        throw cause;
      }
      return null;
    }
    return opening.opened != null ? opening.opened : retained(file, found);
  }

  /**
   * Opens a file for the cache and for who asks, so that it stays open though it be the first that
   * has to go.
   */
  private final class Opening implements Function<Path, FileHandle> {
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
    handles.put(file, new FileHandle(created(file)));
  }

  private FileChannel created(Path file) throws IOException {
    while (true) {
      try {
        return files.openForWrite(file);
      } catch (IOException e) {
        if (!makesRoomFor(e)) {
          throw e;
        }
      }
    }
  }

  /**
   * Whether some files could be closed where there were too many for one more. Once, until somebody
   * sets a limit again: others may take what is given, connections say, and what is used most is to
   * stay.
   */
  private boolean makesRoomFor(IOException failure) {
    long open = handles.estimatedSize();
    if (open < 2 || !FileFaults.isWantOfFiles(failure) || !mayGive.compareAndSet(true, false)) {
      return false;
    }
    size.setMaximum(open / 2);
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
