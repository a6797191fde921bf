package io.barnabas.storage.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.index.TransactionIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The transaction indexes of sealed segments of a store, loaded on demand, within a bounded weight.
 * Any thread.
 */
final class TransactionIndexCache {
  private final FileSystemPort files;
  private final Cache<Path, TransactionIndex> loaded;

  TransactionIndexCache(FileSystemPort files, long cacheBytes) {
    this.files = files;
    this.loaded =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .weigher((Path file, TransactionIndex index) -> index.weight())
            .executor(Runnable::run)
            .build();
  }

  /** The index in a file, which was checked when its log was opened. */
  TransactionIndex of(Path file, long base) throws IOException {
    try {
      return loaded.get(
          file,
          path -> {
            try {
              return TransactionIndex.decode(files.readAll(path), base, Long.MAX_VALUE);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Forgets a file that changes or goes. */
  void forget(Path file) {
    loaded.invalidate(file);
  }
}
