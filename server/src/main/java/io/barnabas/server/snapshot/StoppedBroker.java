package io.barnabas.server.snapshot;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.quorum.CommittedBatch;
import io.barnabas.metadata.quorum.LocalQuorum;
import io.barnabas.metadata.quorum.LocalVoter;
import io.barnabas.metadata.quorum.MetadataQuorum;
import io.barnabas.metadata.quorum.SnapshotSettings;
import io.barnabas.metadata.record.MetadataRecord;
import io.barnabas.server.binding.MetadataFiles;
import io.barnabas.server.binding.MetadataPartition;
import io.barnabas.storage.clean.CleanerConfig;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.LogConfig;
import io.barnabas.storage.log.LogStore;
import io.barnabas.storage.log.LogStoreConfig;
import io.barnabas.storage.log.LogStoreEnvironment;
import io.barnabas.storage.log.LogStoreException;
import io.barnabas.storage.log.PartitionLog;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The logs and the metadata of a broker that does not run, to be added to. Nothing is deleted,
 * compacted or served; everything happens on the thread that asks for it.
 */
final class StoppedBroker implements AutoCloseable {
  private static final Duration NEVER = Duration.ofDays(1000);
  private static final CleanerConfig NO_CLEANER =
      new CleanerConfig(false, 1, 1 << 20, 0.9, 512 << 10, Double.MAX_VALUE, NEVER);

  /**
   * What it lives in.
   *
   * @param scheduler keeps what is scheduled; nothing is due while this is open
   */
  record World(
      FileSystemPort files,
      InstantSource clock,
      LongSupplier nanoTime,
      RandomGenerator random,
      ScheduledExecutorService scheduler) {}

  private final World world;
  private final int nodeId;

  private final LogStore logs;

  /**
   * Opens the log directories, and recovers what is to be recovered.
   *
   * @param brokerEpoch what the marker of a clean end is to say again
   * @throws LogStoreException if a broker runs there, or they cannot be used
   */
  StoppedBroker(World world, List<Path> directories, int nodeId, long brokerEpoch)
      throws LogStoreException {
    this.world = world;
    this.nodeId = nodeId;
    this.logs =
        LogStore.open(
            new LogStoreConfig(
                directories,
                nodeId,
                "",
                1,
                NEVER,
                Long.MAX_VALUE,
                NEVER,
                NEVER,
                NEVER,
                NEVER,
                NEVER,
                Integer.MAX_VALUE,
                NO_CLEANER,
                0,
                () -> 100,
                8L << 20,
                topic ->
                    topic.equals(MetadataPartition.ID.topic()) ? metadata() : LogConfig.DEFAULT,
                (directory, reason) -> {}),
            new LogStoreEnvironment(
                world.files(),
                world.clock(),
                world.nanoTime(),
                world.random(),
                world.scheduler(),
                Runnable::run,
                Runnable::run,
                Runnable::run,
                Runnable::run));
    logs.registeredAs(brokerEpoch);
  }

  private static LogConfig metadata() {
    return MetadataPartition.config(1 << 30, NEVER.toMillis());
  }

  LogStore logs() {
    return logs;
  }

  /** The id of the first log directory. */
  Uuid directoryId() {
    return logs.directories().get(0).directoryId();
  }

  /**
   * Adds to the metadata, all of it or nothing; durable when this returns.
   *
   * @throws IOException if it was not to be done
   */
  void append(List<MetadataRecord> records) throws IOException, LogStoreException {
    PartitionLog log = logs.create(MetadataPartition.ID, metadata());
    Path directory = log.logDirectory().resolve(MetadataPartition.ID.toString());
    MetadataPartition.requireUsable(log, directory);
    MetadataFiles beside = new MetadataFiles(world.files(), directory);
    Told told = new Told();
    LocalQuorum quorum =
        new LocalQuorum(
            new LocalVoter(nodeId, directoryId(), List.of()),
            new LocalQuorum.Storage(
                new MetadataPartition(log, ByteBufAllocator.DEFAULT), beside, beside),
            new SnapshotSettings(Long.MAX_VALUE, NEVER.toMillis()),
            Runnable::run,
            Runnable::run,
            world.clock(),
            failure -> {});
    quorum.start(told);
    long last = quorum.append(told.epoch, records).orElse(-1);
    quorum.close();
    if (last < 0 || told.committed < last) {
      throw new IOException("the metadata log could not be written");
    }
  }

  /** What the quorum tells; on the thread that asks. */
  private static final class Told implements MetadataQuorum.Listener {
    private int epoch = -1;
    private long committed = -1;

    @Override
    public void onBootstrap(List<MetadataRecord> records) {}

    @Override
    public void onSnapshot(CommittedBatch snapshot) {}

    @Override
    public void onCommit(CommittedBatch batch) {
      committed = batch.lastOffset();
    }

    @Override
    public void onElected(int newEpoch) {
      epoch = newEpoch;
    }

    @Override
    public void onRefused(String reason) {
      epoch = -1;
    }

    @Override
    public void onResigned(int oldEpoch, String reason) {
      epoch = -1;
    }
  }

  /** Leaves the directories as a broker does that stops in order. */
  @Override
  public void close() {
    logs.close();
  }
}
