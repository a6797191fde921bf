package io.barnabas.storage.view;

import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One ordered key-value store with numbered column families; keys in unsigned byte order. A batch
 * is atomic, over all families, also in a crash: without a write-ahead log the store falls back to
 * an earlier batch, never to a part of one. So a batch carries the log offset it reflects.
 *
 * <p>A store that cannot be opened is deleted and begins empty, with one line in the log. Any other
 * damage surfaces as {@link StoreDamagedException}; then {@link #discard}.
 */
public final class KeyValueStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyValueStore.class);

  /** Receives entries in the order of keys; answers false to stop. Arrays are its own. */
  @FunctionalInterface
  public interface EntryVisitor {
    boolean visit(byte[] key, byte[] value);
  }

  private final KeyValueStores stores;
  private final FileSystemPort files;
  private final Path directory;
  private final List<ColumnFamily> families;
  // Calls hold the read lock, so that nothing native is freed under them.
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile @Nullable RocksHandle handle;

  KeyValueStore(
      KeyValueStores stores, FileSystemPort files, Path directory, List<ColumnFamily> families) {
    this.stores = stores;
    this.files = files;
    this.directory = directory;
    this.families = List.copyOf(families);
  }

  /** Something done with an open store. */
  private interface Use<T extends @Nullable Object> {
    T with(RocksHandle rocks) throws RocksDBException;
  }

  private <T extends @Nullable Object> T use(Use<T> use) {
    Lock reading = lock.readLock();
    reading.lock();
    try {
      RocksHandle open = handle;
      if (open != null) {
        return use.with(open);
      }
    } catch (RocksDBException e) {
      throw damaged(e);
    } finally {
      reading.unlock();
    }
    open();
    return use(use);
  }

  private StoreDamagedException damaged(Exception e) {
    return new StoreDamagedException("the view in " + directory + ": " + e.getMessage(), e);
  }

  private void open() {
    Lock writing = lock.writeLock();
    writing.lock();
    try {
      if (handle == null) {
        handle = openOrBeginAnew();
      }
    } catch (RocksDBException | IOException e) {
      throw damaged(e);
    } finally {
      writing.unlock();
    }
  }

  private RocksHandle openOrBeginAnew() throws RocksDBException, IOException {
    files.createDirectories(directory);
    try {
      return RocksHandle.open(directory, families, stores.shared());
    } catch (RocksDBException e) {
      LOG.warn("The view in {} is discarded: {}", directory, e.getMessage());
      files.deleteRecursively(directory);
      files.createDirectories(directory);
      return RocksHandle.open(directory, families, stores.shared());
    }
  }

  /** The value of a key, null if there is none. */
  public byte @Nullable [] get(int family, byte[] key) {
    return this.<byte @Nullable []>use(rocks -> rocks.db().get(rocks.family(family), key));
  }

  /** Visits entries whose key starts with a prefix and is not below {@code from}. */
  public void scan(int family, byte[] prefix, byte[] from, EntryVisitor visitor) {
    byte[] start = Arrays.compareUnsigned(from, prefix) > 0 ? from : prefix;
    Boolean unused =
        use(
            rocks -> {
              try (ReadOptions options = new ReadOptions();
                  RocksIterator entries = rocks.db().newIterator(rocks.family(family), options)) {
                for (entries.seek(start); entries.isValid(); entries.next()) {
                  byte[] key = entries.key();
                  if (!startsWith(key, prefix) || !visitor.visit(key, entries.value())) {
                    return true;
                  }
                }
                entries.status();
              }
              return true;
            });
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Makes all changes of a batch visible at once. */
  public void write(KeyValueBatch batch) {
    Boolean unused =
        use(
            rocks -> {
              try (WriteBatch changes = new WriteBatch();
                  WriteOptions options = new WriteOptions().setDisableWAL(true)) {
                for (KeyValueBatch.Change change : batch.changes()) {
                  add(rocks, changes, change);
                }
                rocks.db().write(options, changes);
              }
              return true;
            });
  }

  private static void add(RocksHandle rocks, WriteBatch changes, KeyValueBatch.Change change)
      throws RocksDBException {
    byte[] value = change.value();
    byte[] end = change.end();
    if (value != null) {
      changes.put(rocks.family(change.family()), change.key(), value);
    } else if (end != null) {
      changes.deleteRange(rocks.family(change.family()), change.key(), end);
    } else {
      changes.delete(rocks.family(change.family()), change.key());
    }
  }

  /** Makes everything written durable. */
  public void flush() {
    Boolean unused =
        use(
            rocks -> {
              rocks.flush();
              return true;
            });
  }

  /** Empties the store, durably. */
  public void discard() {
    Lock writing = lock.writeLock();
    writing.lock();
    try {
      closeHandle();
      files.deleteRecursively(directory);
      Path parent = directory.getParent();
      if (parent != null && files.exists(parent)) {
        files.syncDirectory(parent);
      }
    } catch (IOException e) {
      throw damaged(e);
    } finally {
      writing.unlock();
    }
  }

  private void closeHandle() {
    RocksHandle open = handle;
    if (open != null) {
      handle = null;
      open.close();
    }
  }

  /** Flushes and closes; the next use opens it again. */
  @Override
  public void close() {
    Lock writing = lock.writeLock();
    writing.lock();
    try {
      RocksHandle open = handle;
      if (open != null) {
        open.flush();
      }
    } catch (RocksDBException e) {
      LOG.warn("The view in {} is behind when it is opened again: {}", directory, e.getMessage());
    } finally {
      closeHandle();
      writing.unlock();
    }
  }
}
