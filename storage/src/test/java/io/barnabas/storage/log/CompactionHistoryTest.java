package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.CompressionType;
import io.barnabas.codec.batch.Compressor;
import io.barnabas.storage.clean.CleanerConfig;
import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import io.barnabas.storage.log.KeyedBatches.Found;
import io.barnabas.storage.log.KeyedBatches.KeyValue;
import io.barnabas.storage.producer.ProducerState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random keyed histories of one compacted log, against a model: per key the newest record below
 * what was cleaned, tombstones until their horizon, everything above. As in {@link LogHistoryTest},
 * {@code -Dstorage.seed} repeats one history and {@code -Dstorage.seeds} says how many there are.
 */
final class CompactionHistoryTest {
  private static final Path DATA = Path.of("/data");

  static List<Long> seeds() {
    return LogHistoryTest.seeds(60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldKeepTheNewestOfEachKey(long seed) throws Exception {
    try {
      new History(seed).run();
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e, e);
    }
  }

  private enum Fate {
    PLAIN,
    PENDING,
    COMMITTED,
    ABORTED
  }

  /** A batch as it was appended. */
  private static final class Batch {
    final long base;
    final long last;
    final long producerId;
    final long timestamp;
    final List<KeyValue> records;
    Fate fate;
    long firstTouchedMs = Long.MAX_VALUE;
    long firstCoveredMs = Long.MAX_VALUE;
    boolean tombstonesOver;
    boolean tombstonesMayGo;

    Batch(long base, long producerId, long timestamp, Fate fate, List<KeyValue> records) {
      this.base = base;
      this.last = base + records.size() - 1;
      this.producerId = producerId;
      this.timestamp = timestamp;
      this.fate = fate;
      this.records = records;
    }

    int size() {
      return records.size();
    }
  }

  /** One history. */
  private static final class History {
    private final Random random;
    private final FaultyFileSystem disk = new FaultyFileSystem();
    private final StoreFixture world = new StoreFixture(disk, DATA);
    private final List<Batch> model = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private final Map<Long, Integer> sequences = new HashMap<>();
    private final int keys;
    private boolean truncated;
    private long start;
    private long committed;
    private LogStore store;
    private PartitionLog log;

    History(long seed) {
      random = new Random(seed);
      keys = 1 + random.nextInt(12);
      world.config =
          LogConfig.builder()
              .segmentBytes(300 + random.nextInt(2000))
              .indexIntervalBytes(1 + random.nextInt(400))
              .segmentIndexBytes(24 + random.nextInt(1000))
              .cleanupDelete(random.nextInt(3) == 0)
              .retentionMs(-1)
              .retentionBytes(2000 + random.nextInt(3000))
              .cleanupCompact(true)
              .minCleanableDirtyRatio(random.nextInt(3) * 0.3)
              .minCompactionLagMs(random.nextInt(3) == 0 ? random.nextInt(3000) : 0)
              .maxCompactionLagMs(random.nextInt(3) == 0 ? 20_000 : Long.MAX_VALUE)
              .deleteRetentionMs(random.nextInt(3) == 0 ? 0 : random.nextInt(20_000))
              .fileDeleteDelayMs(random.nextInt(2))
              .build();
      world.cleaner =
          new CleanerConfig(
              true,
              1,
              // From a few keys at a time to all.
              random.nextInt(3) == 0 ? 1 : 1 << 20,
              random.nextInt(3) == 0 ? 0.1 : 0.9,
              8192 << random.nextInt(4),
              Double.MAX_VALUE,
              Duration.ofDays(1));
    }

    void run() throws Exception {
      try (world) {
        open();
        for (int step = 0; step < 80; step++) {
          boolean changed = step();
          committed = Math.max(committed, log.highWatermark());
          if (changed || step % 20 == 0) {
            check();
          }
        }
      } catch (Exception | AssertionError e) {
        throw new AssertionError(e + "\nafter " + String.join("\n", steps), e);
      }
    }

    private void open() throws Exception {
      store = world.open();
      log = store.create(StoreFixture.ID, world.config);
    }

    /** Whether more was done than to append. */
    private boolean step() throws Exception {
      world.nowMs += random.nextInt(1000);
      int dice = random.nextInt(100);
      if (dice < 60) {
        append();
        return false;
      } else if (dice < 68) {
        endTransaction();
        return false;
      } else if (dice < 84) {
        clean();
      } else if (dice < 87) {
        truncate();
      } else if (dice < 89) {
        deleteRecords();
      } else if (dice < 91) {
        note("retain");
        log.loaded().retain().toCompletableFuture().join();
        start = log.logStartOffset();
      } else if (dice < 94) {
        note("clean restart");
        store.close();
        disk.kill();
        reopen();
      } else if (dice < 98) {
        note("kill");
        disk.kill();
        forgetSnapshots();
        reopen();
      } else {
        note("power loss");
        disk.losePower(random);
        reopen();
      }
      return true;
    }

    private void note(String step) {
      steps.add(step + " [" + start + ", " + log.logEndOffset() + ") " + log.cleanedOffset());
    }

    private void append() {
      long producerId = random.nextInt(7) - 1;
      boolean transactional = producerId >= 3;
      List<KeyValue> records = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(4); i++) {
        String value =
            random.nextInt(5) == 0
                ? null
                : "v" + random.nextInt(1000) + "x".repeat(random.nextInt(40));
        records.add(new KeyValue("k" + random.nextInt(keys), value));
      }
      CompressionType codec = CompressionType.of(random.nextInt(5));
      BatchOptions options = BatchOptions.DEFAULT.withCompressor(Compressor.of(codec));
      if (producerId >= 0) {
        int sequence = sequences.getOrDefault(producerId, 0);
        options = options.withProducer(producerId, (short) 0, sequence);
        sequences.put(producerId, sequence + records.size());
      }
      if (transactional) {
        options = options.asTransactional();
      }
      note("append of " + producerId + " " + records);
      Appended appended =
          appended(KeyedBatches.batch(options, world.nowMs, records), AppendContext.client(1));
      Fate fate = transactional ? Fate.PENDING : Fate.PLAIN;
      model.add(new Batch(appended.baseOffset(), producerId, world.nowMs, fate, records));
      if (random.nextInt(3) > 0) {
        log.advanceHighWatermark(log.logEndOffset() - random.nextInt(3));
      }
    }

    private Appended appended(io.netty.buffer.ByteBuf batch, AppendContext context) {
      AppendOutcome outcome = log.appendAsLeader(batch, context).toCompletableFuture().join();
      if (outcome instanceof Appended appended) {
        return appended;
      }
      throw new AssertionError("not appended: " + outcome);
    }

    private void endTransaction() {
      long producerId = 3 + random.nextInt(3);
      if (model.stream().noneMatch(b -> b.producerId == producerId && b.fate == Fate.PENDING)) {
        return;
      }
      boolean abort = random.nextBoolean();
      note((abort ? "abort of " : "commit of ") + producerId);
      Appended marker =
          appended(
              KeyedBatches.marker(producerId, abort, world.nowMs), AppendContext.coordinator(1));
      decide(marker.baseOffset(), producerId, abort ? Fate.ABORTED : Fate.COMMITTED);
      markers.put(marker.baseOffset(), new Marker(producerId, abort));
      log.advanceHighWatermark(log.logEndOffset());
    }

    private record Marker(long producerId, boolean abort) {}

    private final TreeMap<Long, Marker> markers = new TreeMap<>();

    private void decide(long before, long producerId, Fate fate) {
      for (Batch batch : model) {
        if (batch.producerId == producerId && batch.fate == Fate.PENDING && batch.base < before) {
          batch.fate = fate;
        }
      }
    }

    private void clean() {
      long before = log.cleanedOffset();
      note("clean");
      store.cleaner().round();
      assertEquals(Map.of(), store.cleaner().uncleanable());
      long after = log.cleanedOffset();
      if (after == before) {
        return;
      }
      long retention = world.config.deleteRetentionMs();
      for (Batch batch : model) {
        boolean againAfterHorizon =
            batch.last < before && world.nowMs >= batch.firstCoveredMs + retention;
        batch.tombstonesOver |= againAfterHorizon;
        if (batch.base < after) {
          batch.firstTouchedMs = Math.min(batch.firstTouchedMs, world.nowMs);
          batch.tombstonesMayGo |= world.nowMs >= batch.firstTouchedMs + retention;
        }
        if (batch.last < after) {
          batch.firstCoveredMs = Math.min(batch.firstCoveredMs, world.nowMs);
        }
      }
    }

    private void truncate() {
      truncated = true;
      // What was committed once is not taken back, though a crash forgets some of the watermark.
      long end = log.logEndOffset();
      long watermark = Math.min(end, committed);
      long to = watermark + random.nextInt((int) (end - watermark) + 1);
      note("truncate to " + to);
      log.truncateTo(to).toCompletableFuture().join();
      cutModel();
    }

    private void cutModel() {
      long end = log.logEndOffset();
      model.removeIf(batch -> batch.last >= end);
      markers.tailMap(end).clear();
      for (Batch batch : model) {
        batch.fate = batch.producerId >= 3 ? Fate.PENDING : Fate.PLAIN;
      }
      markers.forEach(
          (offset, marker) ->
              decide(offset, marker.producerId(), marker.abort() ? Fate.ABORTED : Fate.COMMITTED));
      sequences.clear();
      if (start > 0) {
        // What was deleted cannot be asked for; producers go on from what is known.
        producers().values().forEach(s -> sequences.put(s.producerId(), s.lastSequence() + 1));
      } else {
        model.forEach(batch -> sequences.merge(batch.producerId, batch.size(), Integer::sum));
      }
    }

    private Map<Long, ProducerState> producers() {
      Map<Long, ProducerState> known = new HashMap<>();
      for (ProducerState state : log.producers().toCompletableFuture().join()) {
        known.put(state.producerId(), state);
      }
      return known;
    }

    private void deleteRecords() {
      long watermark = log.highWatermark();
      if (watermark <= start || random.nextBoolean()) {
        return;
      }
      long to = start + random.nextInt((int) (watermark - start) + 1) / 3;
      note("delete records before " + to);
      log.deleteRecordsBefore(to).toCompletableFuture().join();
      start = to;
    }

    /** None as long as nobody has used the log. */
    private List<Path> filesOfTheLog() throws IOException {
      Path directory = DATA.resolve("orders-0");
      return disk.exists(directory) ? disk.list(directory) : List.of();
    }

    private void forgetSnapshots() throws Exception {
      // What was cut off may have been the last batch of a producer, for whose sake an older one
      // was compacted away: then only a snapshot knows of it.
      if (start == 0 && random.nextBoolean() && !truncated) {
        steps.add("snapshots gone");
        for (Path file : filesOfTheLog()) {
          if (file.toString().endsWith(".snapshot")) {
            disk.deleteIfExists(file);
          }
        }
      }
    }

    private void reopen() throws Exception {
      open();
      assertEquals(List.of(), world.failures);
      start = log.logStartOffset();
      cutModel();
      checkProducers();
      log.advanceHighWatermark(
          Math.max(log.highWatermark(), log.logEndOffset() - random.nextInt(3)));
    }

    /** What producers wrote last is known, whatever is left of the rest. */
    private void checkProducers() {
      Map<Long, ProducerState> known = producers();
      sequences.forEach(
          (producerId, next) -> {
            if (producerId >= 0 && start == 0) {
              ProducerState state = known.get(producerId);
              assertTrue(state != null, "producer " + producerId + " is forgotten");
              assertEquals(next - 1, state.lastSequence(), "sequence of " + producerId);
              long first =
                  model.stream()
                      .filter(b -> b.producerId == producerId && b.fate == Fate.PENDING)
                      .mapToLong(b -> b.base)
                      .findFirst()
                      .orElse(-1);
              assertEquals(first, state.transactionStartOffset(), "transaction of " + producerId);
            }
          });
    }

    private void check() throws Exception {
      long cleaned = log.cleanedOffset();
      long end = log.logEndOffset();
      assertEquals(start, log.logStartOffset());
      Map<Long, Found> found = new TreeMap<>();
      for (Found record : KeyedBatches.readAll(log, start, end, 1 + random.nextInt(3000))) {
        assertTrue(found.put(record.offset(), record) == null, "twice: " + record);
      }
      checkCommitted(found);
      Map<String, Long> newest = newestBelow(cleaned);
      for (Batch batch : model) {
        for (int i = 0; i < batch.records.size(); i++) {
          check(batch, i, found.remove(batch.base + i), newest, cleaned);
        }
      }
      assertTrue(found.isEmpty(), "out of nowhere: " + found);
      checkTimestamps();
    }

    /** Of what is there, readers of committed records see what is committed. */
    private void checkCommitted(Map<Long, Found> found) throws Exception {
      long stable = log.lastStableOffset();
      List<Long> expected = new ArrayList<>();
      for (Batch batch : model) {
        for (long offset = batch.base; offset <= batch.last && batch.last < stable; offset++) {
          if (found.containsKey(offset) && batch.fate != Fate.ABORTED) {
            assertTrue(batch.fate != Fate.PENDING, "stable but pending: " + offset);
            expected.add(offset);
          }
        }
      }
      List<Long> seen = new ArrayList<>();
      for (Found record : KeyedBatches.readCommitted(log, start, 1 + random.nextInt(3000))) {
        seen.add(record.offset());
      }
      assertEquals(expected, seen, "committed");
    }

    private Map<String, Long> newestBelow(long cleaned) {
      Map<String, Long> newest = new HashMap<>();
      for (Batch batch : model) {
        for (int i = 0; i < batch.records.size() && batch.base + i < cleaned; i++) {
          if (batch.fate == Fate.PLAIN || batch.fate == Fate.COMMITTED) {
            newest.put(batch.records.get(i).key(), batch.base + i);
          }
        }
      }
      return newest;
    }

    private void check(
        Batch batch, int i, @Nullable Found found, Map<String, Long> newest, long cleaned) {
      long offset = batch.base + i;
      KeyValue record = batch.records.get(i);
      Found whole = new Found(offset, batch.timestamp, record.key(), record.value());
      if (offset < start) {
        return;
      }
      if (found != null) {
        assertEquals(whole, found);
      }
      if (batch.fate == Fate.ABORTED) {
        assertTrue(found == null || offset >= cleaned, "aborted: " + found);
      } else if (offset >= cleaned) {
        assertTrue(found != null, "not to be touched yet: " + whole);
      } else if (newest.getOrDefault(record.key(), -1L) != offset) {
        assertTrue(found == null, "not the newest: " + found);
      } else if (record.value() != null) {
        assertTrue(found != null, "the newest is gone: " + whole);
      } else {
        assertTrue(found != null || batch.tombstonesMayGo, "too early gone: " + whole);
        assertTrue(found == null || !batch.tombstonesOver, "beyond its horizon: " + found);
      }
    }

    private void checkTimestamps() throws Exception {
      long target = world.nowMs - random.nextInt(10_000);
      long end = log.logEndOffset();
      TimestampAndOffset answer = log.offsetForTimestamp(target, end);
      if (answer.offset() >= 0) {
        long[] first = {-1};
        for (Found record : KeyedBatches.readAll(log, start, end, 5000)) {
          if (first[0] < 0 && record.timestamp() >= target) {
            first[0] = record.offset();
          }
        }
        boolean marker = markers.containsKey(answer.offset());
        assertTrue(marker || first[0] == answer.offset(), "at " + target + ": " + answer);
      }
    }
  }
}
