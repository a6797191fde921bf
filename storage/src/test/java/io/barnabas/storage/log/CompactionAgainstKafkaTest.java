package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.batch.BatchEditor;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.CompressionType;
import io.barnabas.codec.batch.Compressor;
import io.barnabas.codec.batch.TimestampType;
import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.log.KeyedBatches.KeyValue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.util.Scheduler;
import org.apache.kafka.storage.internals.log.Cleaner;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.LogSegment;
import org.apache.kafka.storage.internals.log.LogToClean;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.SkimpyOffsetMap;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.apache.kafka.storage.internals.utils.Throttler;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same batches in a log of ours and in one of Apache Kafka's, cleaned at the same times by
 * either cleaner: what is left of the data is the same, batch by batch, to the delete horizon.
 */
final class CompactionAgainstKafkaTest {
  private static final Path DATA = Path.of("/data");
  private static final int SEGMENT_BYTES = 3000;
  private static final int DELETE_RETENTION_MS = 20_000;

  @TempDir Path directory;

  private final StoreFixture world = new StoreFixture(new FaultyFileSystem(), DATA);
  private final Map<Long, Integer> sequences = new HashMap<>();
  private Random random = new Random();
  private long end;

  private final NoScheduler scheduler = new NoScheduler();
  private final Time time =
      new Time() {
        @Override
        public long milliseconds() {
          return world.nowMs;
        }

        @Override
        public long nanoseconds() {
          return System.nanoTime();
        }

        @Override
        public void sleep(long ms) {}
      };

  /** Nothing that is scheduled ever comes. */
  private static final class NoScheduler implements Scheduler {
    private final ScheduledThreadPoolExecutor never = new ScheduledThreadPoolExecutor(1);

    @Override
    public void startup() {}

    @Override
    public void shutdown() {
      never.shutdownNow();
    }

    @Override
    public ScheduledFuture<?> schedule(String name, Runnable task, long delayMs, long periodMs) {
      return never.schedule(task, 1, TimeUnit.DAYS);
    }

    @Override
    public void resizeThreadPool(int threads) {}
  }

  private UnifiedLog kafkaLog() throws IOException {
    Map<String, String> configs =
        Map.of(
            "cleanup.policy", "compact",
            "internal.segment.bytes", Integer.toString(SEGMENT_BYTES),
            "index.interval.bytes", "200",
            "segment.index.bytes", "4096",
            "delete.retention.ms", Integer.toString(DELETE_RETENTION_MS));
    return UnifiedLog.create(
        Files.createDirectory(directory.resolve("orders-0")).toFile(),
        new org.apache.kafka.storage.internals.log.LogConfig(configs),
        0,
        0,
        scheduler,
        new BrokerTopicStats(),
        time,
        900_000,
        new ProducerStateManagerConfig(86_400_000, false),
        600_000,
        new LogDirFailureChannel(1),
        true,
        Optional.empty());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void shouldLeaveWhatKafkaLeaves(long seed) throws Exception {
    random = new Random(seed * 7919);
    world.config =
        LogConfig.builder()
            .segmentBytes(SEGMENT_BYTES)
            .indexIntervalBytes(200)
            .segmentIndexBytes(4096)
            .cleanupDelete(false)
            .cleanupCompact(true)
            .minCleanableDirtyRatio(0)
            .deleteRetentionMs(DELETE_RETENTION_MS)
            .build();
    try (world;
        AutoCloseable unused = scheduler::shutdown;
        UnifiedLog theirs = kafkaLog()) {
      LogStore store = world.open();
      PartitionLog ours = store.create(StoreFixture.ID, world.config);
      Cleaner cleaner =
          new Cleaner(
              0,
              new SkimpyOffsetMap(1 << 16),
              8192,
              1 << 20,
              0.9,
              new Throttler(Double.MAX_VALUE, 300, "bytes", "bytes", time),
              time,
              partition -> {});
      long dirty = 0;
      for (int round = 0; round < 6; round++) {
        append(ours, theirs);
        String when = "seed " + seed + " round " + round;
        assertEquals(bases(theirs, dirty), bases(ours, dirty), when);
        dirty = clean(cleaner, theirs, dirty);
        store.cleaner().round();
        assertEquals(Map.of(), store.cleaner().uncleanable(), when);
        assertEquals(dirty, ours.cleanedOffset(), when);
        assertSame(theirs, ours, when);
        world.nowMs += random.nextInt(2 * DELETE_RETENTION_MS);
      }
    }
  }

  /** Where uncompacted segments begin. */
  private static List<Long> bases(UnifiedLog log, long from) {
    return log.logSegments().stream()
        .map(LogSegment::baseOffset)
        .filter(base -> base >= from)
        .toList();
  }

  private static List<Long> bases(PartitionLog log, long from) {
    return log.loaded().state().segments().all().stream()
        .map(Segment::baseOffset)
        .filter(base -> base >= from)
        .toList();
  }

  private long clean(Cleaner cleaner, UnifiedLog log, long dirty) throws Exception {
    long stop = Math.min(log.lastStableOffset(), log.activeSegment().baseOffset());
    LogToClean toClean = new LogToClean(log, dirty, stop, false);
    return toClean.cleanableBytes() == 0 ? dirty : cleaner.doClean(toClean, world.nowMs).getKey();
  }

  private void append(PartitionLog ours, UnifiedLog theirs) {
    for (int i = 0; i < 60; i++) {
      ByteBuf batch = random.nextInt(6) == 0 ? marker() : data();
      BatchEditor.setBaseOffset(batch, 0, end);
      BatchEditor.setPartitionLeaderEpoch(batch, 0, 1);
      end = BatchHeader.nextOffset(batch, 0);
      ByteBuffer copy = ByteBuffer.wrap(ByteBufUtil.getBytes(batch));
      theirs.appendAsFollower(MemoryRecords.readableRecords(copy), 1);
      AppendOutcome outcome = ours.appendAsFollower(batch).toCompletableFuture().join();
      assertTrue(outcome instanceof AppendOutcome.Appended, "" + outcome);
      world.nowMs += random.nextInt(20);
    }
    ours.advanceHighWatermark(end);
    try {
      theirs.updateHighWatermark(end);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertEquals(theirs.lastStableOffset(), ours.lastStableOffset());
  }

  private ByteBuf marker() {
    return KeyedBatches.marker(4 + random.nextInt(4), random.nextBoolean(), world.nowMs);
  }

  private ByteBuf data() {
    long producerId = random.nextInt(9) - 1;
    List<KeyValue> records = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      String value = random.nextInt(4) == 0 ? null : "value" + random.nextInt(100_000);
      records.add(new KeyValue("k" + random.nextInt(25), value));
    }
    BatchOptions options =
        BatchOptions.DEFAULT.withCompressor(Compressor.of(CompressionType.of(random.nextInt(5))));
    if (random.nextInt(5) == 0) {
      options = options.withTimestampType(TimestampType.LOG_APPEND_TIME);
    }
    if (producerId >= 0) {
      int sequence = sequences.getOrDefault(producerId, 0);
      sequences.put(producerId, sequence + records.size());
      options = options.withProducer(producerId, (short) 0, sequence);
      options = producerId >= 4 ? options.asTransactional() : options;
    }
    return KeyedBatches.batch(options, world.nowMs, records);
  }

  private static void assertSame(UnifiedLog theirs, PartitionLog ours, String when)
      throws IOException {
    List<String> theirMarkers = new ArrayList<>();
    List<String> ourMarkers = new ArrayList<>();
    List<String> theirData = new ArrayList<>();
    List<String> ourData = new ArrayList<>();
    for (LogSegment segment : theirs.logSegments()) {
      for (RecordBatch batch : segment.log().batches()) {
        describe(batch, theirData, theirMarkers);
      }
    }
    long next = 0;
    while (next < ours.logEndOffset()) {
      ReadOutcome outcome = ours.read(next, ours.logEndOffset(), 1 << 20, true);
      ByteBuffer bytes =
          ByteBuffer.wrap(ByteBufUtil.getBytes(Batches.bytes((ReadOutcome.LogSlice) outcome)));
      for (RecordBatch batch : MemoryRecords.readableRecords(bytes).batches()) {
        batch.ensureValid();
        describe(batch, ourData, ourMarkers);
        next = batch.nextOffset();
      }
    }
    assertEquals(String.join("\n", theirData), String.join("\n", ourData), when);
    // Here more files keep their last batch, and with it the marker it needs.
    assertTrue(ourMarkers.containsAll(theirMarkers), when + theirMarkers + ourMarkers);
  }

  private static void describe(RecordBatch batch, List<String> data, List<String> markers) {
    List<String> records = new ArrayList<>();
    for (Record record : batch) {
      String key = StandardCharsets.UTF_8.decode(record.key()).toString();
      String value =
          batch.isControlBatch() || record.value() == null
              ? "-"
              : StandardCharsets.UTF_8.decode(record.value()).toString();
      records.add(record.offset() + " " + record.timestamp() + " " + key + "=" + value);
    }
    if (batch.isControlBatch()) {
      if (!records.isEmpty()) {
        markers.add(batch.baseOffset() + " of " + batch.producerId());
      }
    } else if (!records.isEmpty()) {
      data.add(
          batch.baseOffset()
              + "-"
              + batch.lastOffset()
              + " "
              + batch.compressionType()
              + " "
              + batch.timestampType()
              + " max "
              + batch.maxTimestamp()
              + " horizon "
              + batch.deleteHorizonMs()
              + " producer "
              + batch.producerId()
              + " "
              + batch.producerEpoch()
              + " "
              + batch.baseSequence()
              + " transactional "
              + batch.isTransactional()
              + " epoch "
              + batch.partitionLeaderEpoch()
              + " "
              + records);
    }
  }
}
