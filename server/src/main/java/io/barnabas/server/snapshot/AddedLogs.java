package io.barnabas.server.snapshot;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.coordinator.KeyPartitions;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.storage.log.AppendContext;
import io.barnabas.storage.log.AppendOrigin;
import io.barnabas.storage.log.AppendOutcome;
import io.barnabas.storage.log.LogConfig;
import io.barnabas.storage.log.LogStore;
import io.barnabas.storage.log.LogStoreException;
import io.barnabas.storage.log.PartitionId;
import io.barnabas.storage.log.PartitionLog;
import io.barnabas.storage.producer.ProducerState;
import io.barnabas.storage.snapshot.SnapshotException;
import io.barnabas.storage.snapshot.SnapshotManifest.LogEntry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes copied logs those of a broker that has led them: nothing is open, everything durable. */
final class AddedLogs {
  /** Of keys and values; a topic takes larger batches whatever its settings. */
  private static final int BYTES_PER_BATCH = 256 << 10;

  private static final short MARKER_VALUE_VERSION = 0;

  private final LogStore store;
  private final SnapshotCoordinators coordinators;
  private final InstantSource clock;

  AddedLogs(LogStore store, SnapshotCoordinators coordinators, InstantSource clock) {
    this.store = store;
    this.coordinators = coordinators;
    this.clock = clock;
  }

  /**
   * Brings one log to where it was, and ends the transactions that are open in it, as its
   * coordinator would have: it will not be there.
   *
   * @return how many there were
   */
  int settle(LogEntry entry) throws IOException {
    int dash = entry.directory().lastIndexOf('-');
    int partition = Integer.parseInt(entry.directory().substring(dash + 1));
    PartitionLog log = store.get(Uuid.parse(entry.topicId()), partition);
    if (log == null || log.logEndOffset() != entry.endOffset()) {
      throw new SnapshotException(
          entry.directory()
              + " ends at "
              + (log == null ? 0 : log.logEndOffset())
              + " instead of "
              + entry.endOffset());
    }
    boolean unused = log.advanceHighWatermark(entry.endOffset());
    if (entry.startOffset() > log.logStartOffset()) {
      long start = log.deleteRecordsBefore(entry.startOffset()).toCompletableFuture().join();
      if (start != entry.startOffset()) {
        throw new SnapshotException(entry.directory() + " begins at " + start);
      }
    }
    int ended = 0;
    for (ProducerState producer : log.producers().toCompletableFuture().join()) {
      if (producer.transactionStartOffset() >= 0) {
        append(
            log,
            marker(producer),
            new AppendContext(
                log.latestEpoch(),
                AppendOrigin.COORDINATOR,
                AppendContext.NOT_NEEDED,
                AppendContext.UNKNOWN_VERSION));
        ended++;
      }
    }
    log.flush();
    return ended;
  }

  private ByteBuf marker(ProducerState producer) {
    ByteBuf key = Unpooled.buffer(ControlRecordType.KEY_SIZE, ControlRecordType.KEY_SIZE);
    boolean committed = coordinators.isCommitted(producer.producerId());
    (committed ? ControlRecordType.COMMIT : ControlRecordType.ABORT).writeKey(key);
    ByteBuf value =
        Unpooled.buffer()
            .writeShort(MARKER_VALUE_VERSION)
            .writeInt(Math.max(0, producer.coordinatorEpoch()));
    BatchOptions options =
        BatchOptions.DEFAULT
            .withProducer(producer.producerId(), producer.epoch(), BatchLayout.NO_SEQUENCE)
            .asTransactional()
            .asControl();
    ByteBuf batch = Unpooled.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(batch, options)) {
      builder.append(clock.millis(), key, value);
      builder.finish();
    }
    return batch;
  }

  /** Writes what groups have committed to where the broker will look for it. */
  void commit(TopicImage offsets, Collection<SnapshotCoordinators.Commit> commits)
      throws IOException, LogStoreException {
    Map<Integer, List<SnapshotCoordinators.Commit>> byPartition = new TreeMap<>();
    for (SnapshotCoordinators.Commit each : commits) {
      byPartition
          .computeIfAbsent(
              KeyPartitions.partitionFor(each.group(), offsets.partitions().size()),
              partition -> new ArrayList<>())
          .add(each);
    }
    for (Map.Entry<Integer, List<SnapshotCoordinators.Commit>> each : byPartition.entrySet()) {
      PartitionImage partition = offsets.partitions().get(each.getKey());
      PartitionLog log =
          store.create(
              new PartitionId(offsets.id(), offsets.name(), partition.partition()),
              LogConfig.DEFAULT);
      int epoch = Math.max(partition.leaderEpoch(), log.latestEpoch());
      for (List<SnapshotCoordinators.Commit> some : batches(each.getValue())) {
        append(log, batch(some), AppendContext.coordinator(epoch));
      }
      log.flush();
    }
  }

  private static List<List<SnapshotCoordinators.Commit>> batches(
      List<SnapshotCoordinators.Commit> commits) {
    List<List<SnapshotCoordinators.Commit>> batches = new ArrayList<>();
    int bytes = BYTES_PER_BATCH;
    for (SnapshotCoordinators.Commit each : commits) {
      if (bytes >= BYTES_PER_BATCH) {
        batches.add(new ArrayList<>());
        bytes = 0;
      }
      batches.get(batches.size() - 1).add(each);
      bytes += each.key().length + each.value().length;
    }
    return batches;
  }

  private ByteBuf batch(List<SnapshotCoordinators.Commit> commits) {
    ByteBuf batch = Unpooled.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(batch, BatchOptions.DEFAULT)) {
      for (SnapshotCoordinators.Commit each : commits) {
        builder.append(
            clock.millis(),
            Unpooled.wrappedBuffer(each.key()),
            Unpooled.wrappedBuffer(each.value()));
      }
      builder.finish();
    }
    return batch;
  }

  private static void append(PartitionLog log, ByteBuf batch, AppendContext context)
      throws IOException {
    AppendOutcome outcome = log.appendAsLeader(batch, context).toCompletableFuture().join();
    if (!(outcome instanceof AppendOutcome.Appended appended)) {
      throw new IOException(log.id() + " could not be written: " + outcome);
    }
    boolean unused = log.advanceHighWatermark(appended.lastOffset() + 1);
  }
}
