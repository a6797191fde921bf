package io.barnabas.server;

import io.barnabas.metadata.image.ConfigsImage;
import io.barnabas.server.binding.MetadataPartition;
import io.barnabas.server.config.StorageConfig;
import io.barnabas.server.partition.TopicSettings;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.LogConfig;
import io.barnabas.storage.log.LogStore;
import io.barnabas.storage.log.LogStoreConfig;
import io.barnabas.storage.log.LogStoreEnvironment;
import io.barnabas.storage.log.LogStoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiConsumer;

/** Opens the logs of a broker. One thread. */
final class BrokerLogs {
  /**
   * How often what was written is synced in the background: what a loss of power can take at most.
   */
  private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);

  /**
   * Syncs sooner where one log takes this much in less than that. Far smaller pieces than what a
   * disk takes in {@link #FLUSH_INTERVAL} make appends wait for the journal of the file system
   * again and again: p99.9 of 16 KiB appends was 15 to 26 ms with 16 MiB, 8 to 10 ms with 256 MiB.
   */
  private static final long FLUSH_BYTES = 256L << 20;

  /** What a log remembers of a producer: 140 with one batch, 250 with five. */
  private static final long PRODUCER_BYTES = 200;

  private static final long INDEX_CACHE_BYTES = 8L << 20;

  private final BrokerConfig config;
  private final BrokerEnvironment environment;
  private final BrokerThreads threads;
  private final OpenFiles openFiles;

  BrokerLogs(
      BrokerConfig config,
      BrokerEnvironment environment,
      BrokerThreads threads,
      OpenFiles openFiles) {
    this.config = config;
    this.environment = environment;
    this.threads = threads;
    this.openFiles = openFiles;
  }

  /**
   * Opens them; whoever does closes them. Blocks, but not for a recovery that takes long.
   *
   * @param status told where recovery can be watched
   * @param onDirectoryFailure told of a log directory that goes offline, and why
   */
  LogStore open(
      FileSystemPort files, BrokerStatus status, BiConsumer<Path, String> onDirectoryFailure)
      throws LogStoreException {
    return LogStore.open(
        storeConfig(onDirectoryFailure), storeEnvironment(files), status::recovers);
  }

  private LogStoreConfig storeConfig(BiConsumer<Path, String> onDirectoryFailure) {
    StorageConfig storage = config.storage();
    return new LogStoreConfig(
        config.directories().logDirs(),
        config.node().nodeId(),
        environment.clusterId(),
        storage.recoveryThreads(),
        FLUSH_INTERVAL,
        FLUSH_BYTES,
        storage.retentionCheckInterval(),
        storage.recoveryPointInterval(),
        storage.logStartInterval(),
        storage.checkpointInterval(),
        storage.producerIdExpiration(),
        producersMax(Runtime.getRuntime().maxMemory()),
        storage.cleaner(),
        storage.reserveBytes(),
        openFiles::ofLogs,
        INDEX_CACHE_BYTES,
        this::logConfig,
        onDirectoryFailure);
  }

  /** What an eighth of the heap has room for. */
  private static int producersMax(long heapBytes) {
    return (int) Math.min(Integer.MAX_VALUE, heapBytes / (8 * PRODUCER_BYTES));
  }

  private LogStoreEnvironment storeEnvironment(FileSystemPort files) {
    return new LogStoreEnvironment(
        files,
        environment.clock(),
        environment.nanoTime(),
        environment.random(),
        threads.timer(),
        threads.disk(),
        threads.sync(),
        threads.readers(),
        threads.cleaner());
  }

  private LogConfig logConfig(String topic) {
    return topic.equals(MetadataPartition.ID.topic())
        ? metadataConfig()
        : TopicSettings.readLog(config.topics().resolve(topic, ConfigsImage.EMPTY));
  }

  /** The configuration of the log of the metadata. */
  LogConfig metadataConfig() {
    return MetadataPartition.config(
        config.storage().metadataSegmentBytes(), config.storage().metadataSegmentMs());
  }
}
