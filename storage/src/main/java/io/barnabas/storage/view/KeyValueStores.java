package io.barnabas.storage.view;

import io.barnabas.storage.file.FileSystemPort;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Opens stores that share one small block cache and one bound on unwritten memory. Nothing native
 * is loaded before the first store is used. The library is taken from {@code java.library.path}
 * where it lies unpacked there, which spares the start the unpacking, and from the jar otherwise.
 *
 * <p>Close the stores before this.
 */
public final class KeyValueStores implements AutoCloseable {
  private final FileSystemPort files;
  private final long cacheBytes;
  private final long memtableBytes;
  private @Nullable Shared shared;

  /** Memory that all stores share. */
  record Shared(Cache cache, WriteBufferManager memtables) {}

  /**
   * @param cacheBytes for blocks read, of all stores together
   * @param memtableBytes for entries not written to disk yet, of all stores together
   */
  public KeyValueStores(FileSystemPort files, long cacheBytes, long memtableBytes) {
    this.files = files;
    this.cacheBytes = cacheBytes;
    this.memtableBytes = memtableBytes;
  }

  /**
   * The store in a directory; it is opened, or created, by its first use.
   *
   * @param families besides the default one
   */
  public KeyValueStore store(Path directory, List<ColumnFamily> families) {
    return new KeyValueStore(this, files, directory, families);
  }

  synchronized Shared shared() {
    Shared memory = shared;
    if (memory == null) {
      RocksDB.loadLibrary();
      Cache cache = new LRUCache(cacheBytes);
      memory = new Shared(cache, new WriteBufferManager(memtableBytes, cache));
      shared = memory;
    }
    return memory;
  }

  @Override
  public synchronized void close() {
    Shared memory = shared;
    if (memory != null) {
      memory.memtables().close();
      memory.cache().close();
      shared = null;
    }
  }
}
