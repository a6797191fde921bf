package io.barnabas.storage.log;

import io.barnabas.storage.file.HandleCache;
import io.barnabas.storage.file.PageCache;
import io.barnabas.storage.producer.ProducerRoom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** The caches all logs of a store share, and what the logs of each directory get to see. */
final class LogContexts implements AutoCloseable {
  /** Aborted transactions are few beside the entries of the other indexes. */
  private static final int TRANSACTION_SHARE = 8;

  private final LogStoreEnvironment environment;
  private final LogIds ids;
  private final ProducerRoom producers;
  private final long flushBytes;
  private final IntSupplier openFilesMax;
  private final HandleCache handles;
  private final PageCache pages;
  private final IndexStore indexes;
  private final TransactionIndexCache transactionIndexes;
  private final SyncQueue syncs;
  private final Trash trash;
  private final Map<LogDirectory, LogContext> contexts = new ConcurrentHashMap<>();

  LogContexts(LogStoreConfig config, LogStoreEnvironment environment, LogIds ids) {
    this.environment = environment;
    this.ids = ids;
    this.flushBytes = config.flushBytes();
    this.producers =
        new ProducerRoom(config.producerIdExpiration().toMillis(), config.producersMax());
    this.openFilesMax = config.openFilesMax();
    this.handles = new HandleCache(environment.files(), openFilesMax.getAsInt());
    this.pages = new PageCache(environment.files());
    this.indexes = new IndexStore(environment.files(), handles, config.indexCacheBytes());
    this.transactionIndexes =
        new TransactionIndexCache(
            environment.files(), config.indexCacheBytes() / TRANSACTION_SHARE);
    this.syncs = new SyncQueue(environment.syncExecutor(), environment.nanoTime());
    this.trash = new Trash(environment.files(), environment.scheduler(), environment.executor());
  }

  void setProducerIdExpiration(Duration expiration) {
    producers.setExpirationMs(expiration.toMillis());
  }

  /** What the logs know of producers, all together. */
  ProducerRoom producers() {
    return producers;
  }

  LogContext of(LogDirectory directory) {
    return contexts.computeIfAbsent(
        directory,
        key ->
            new LogContext(
                environment.files(),
                handles,
                pages,
                indexes,
                transactionIndexes,
                environment.clock(),
                ids::upTo,
                environment.executor(),
                syncs,
                environment.openExecutor(),
                environment.scheduler(),
                flushBytes,
                trash,
                producers,
                key.health(),
                key));
  }

  /** How long flushes take, of all logs. */
  FlushWatch flushes() {
    return syncs.flushes();
  }

  /** Keeps as many files open as there may be now. */
  void limitOpenFiles() {
    handles.limit(openFilesMax.getAsInt());
  }

  @Override
  public void close() {
    handles.close();
  }
}
