package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import io.barnabas.storage.log.Batches.Entry;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of one log on a disk that forgets, against a list. A failure names its seed; put
 * it into {@code -Dstorage.seed} to see that history alone. {@code -Dstorage.seeds} says how many.
 */
final class LogHistoryTest {
  private static final Path DATA = Path.of("/data");

  static List<Long> seeds() {
    return seeds(150);
  }

  static List<Long> seeds(int count) {
    String chosen = System.getProperty("storage.seed");
    if (chosen != null) {
      return List.of(Long.parseLong(chosen));
    }
    List<Long> seeds = new ArrayList<>();
    for (long seed = 1; seed <= Long.getLong("storage.seeds", count); seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldKeepWhatWasPromised(long seed) throws Exception {
    try {
      new History(seed).run();
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e, e);
    }
  }

  /** One history. */
  private static final class History {
    private final Random random;
    private final FaultyFileSystem disk = new FaultyFileSystem();
    private final StoreFixture world = new StoreFixture(disk, DATA);
    private final List<Entry> model = new ArrayList<>();
    private final TransactionModel transactions = new TransactionModel();
    private final List<String> steps = new ArrayList<>();
    private long start;
    private long end;
    private long durableEnd;
    private int epoch = 1;
    private LogStore store;
    private PartitionLog log;

    History(long seed) {
      random = new Random(seed);
      world.config =
          LogConfig.builder()
              .segmentBytes(400 + random.nextInt(2000))
              .indexIntervalBytes(1 + random.nextInt(400))
              .segmentIndexBytes(24 + random.nextInt(1000))
              .retentionMs(-1)
              .fileDeleteDelayMs(random.nextInt(2))
              .flushMessages(random.nextInt(4) == 0 ? 1 + random.nextInt(5) : Long.MAX_VALUE)
              .build();
    }

    void run() throws Exception {
      try (world) {
        store = world.open();
        log = store.create(StoreFixture.ID, world.config);
        for (int step = 0; step < 60; step++) {
          step();
          check();
        }
      } catch (Exception | AssertionError e) {
        throw new AssertionError(e + "\nafter " + String.join("\n", steps), e);
      }
    }

    private void step() throws Exception {
      int dice = random.nextInt(100);
      if (dice < 30) {
        append();
      } else if (dice < 42) {
        appendInTransaction();
      } else if (dice < 50) {
        endTransaction();
      } else if (dice < 60) {
        note("flush");
        log.flush();
        durableEnd = end;
      } else if (dice < 64) {
        truncate();
      } else if (dice < 69) {
        deleteRecords();
      } else if (dice < 73) {
        retainBySize();
      } else if (dice < 78) {
        failingWrite();
      } else if (dice < 83) {
        note("clean restart");
        store.close();
        disk.kill();
        durableEnd = end;
        reopen();
      } else if (dice < 90) {
        kill();
      } else if (dice < 95) {
        losePower();
      } else {
        epoch++;
        note("epoch " + epoch);
      }
    }

    private void note(String step) {
      steps.add(step + " [" + start + ", " + end + "), durable " + durableEnd);
    }

    private String[] values() {
      String[] values = new String[1 + random.nextInt(4)];
      for (int i = 0; i < values.length; i++) {
        values[i] = "v" + random.nextInt(1000) + "x".repeat(random.nextInt(60));
      }
      return values;
    }

    private AppendOutcome appendBatch(String[] values, long timestamp) {
      BatchOptions options = BatchOptions.DEFAULT;
      return log.appendAsLeader(
              Batches.batch(options, timestamp, values), AppendContext.client(epoch))
          .toCompletableFuture()
          .join();
    }

    private void append() {
      String[] values = values();
      long timestamp = world.nowMs - random.nextInt(100_000);
      note("append " + values.length);
      AppendOutcome outcome = appendBatch(values, timestamp);
      if (!(outcome instanceof Appended appended)) {
        throw new AssertionError("not appended: " + outcome);
      }
      assertEquals(end, appended.baseOffset());
      for (int i = 0; i < values.length; i++) {
        model.add(new Entry(end++, timestamp + i, values[i]));
      }
      durableEnd = Math.max(durableEnd, log.recoveryPoint());
      if (random.nextBoolean()) {
        log.advanceHighWatermark(end - random.nextInt(3));
      }
    }

    private void appendInTransaction() {
      String[] values = values();
      long producerId = random.nextInt(3);
      note("append " + values.length + " in a transaction of " + producerId);
      appendAsCoordinator(
          Batches.transactional(producerId, 0, world.nowMs, values),
          values.length,
          producerId,
          TransactionModel.Kind.DATA);
      for (int i = 0; i < values.length; i++) {
        model.add(new Entry(end++, world.nowMs + i, values[i]));
      }
    }

    private void endTransaction() {
      long producerId = random.nextInt(3);
      boolean abort = random.nextInt(3) > 0;
      note((abort ? "abort of " : "commit of ") + producerId);
      ControlRecordType type = abort ? ControlRecordType.ABORT : ControlRecordType.COMMIT;
      appendAsCoordinator(
          Batches.marker(producerId, 0, type, world.nowMs),
          1,
          producerId,
          abort ? TransactionModel.Kind.ABORT : TransactionModel.Kind.COMMIT);
      model.add(new Entry(end++, world.nowMs, "\0".repeat(6)));
    }

    private void appendAsCoordinator(
        ByteBuf batch, int records, long producerId, TransactionModel.Kind kind) {
      AppendOutcome outcome =
          log.appendAsLeader(batch, AppendContext.coordinator(epoch)).toCompletableFuture().join();
      if (!(outcome instanceof Appended appended)) {
        throw new AssertionError("not appended: " + outcome);
      }
      assertEquals(end, appended.baseOffset());
      transactions.add(end, end + records - 1, producerId, kind);
      durableEnd = Math.max(durableEnd, log.recoveryPoint());
      if (random.nextBoolean()) {
        log.advanceHighWatermark(end + records - random.nextInt(3));
      }
    }

    private void failingWrite() {
      int allowed = random.nextInt(3);
      int[] seen = {0};
      disk.failWith(
          (what, file) -> {
            if (what.equals("write") && file.toString().endsWith(".log") && seen[0]++ >= allowed) {
              disk.failShort(random.nextInt(50));
            }
          });
      for (int i = 0; i < 3; i++) {
        String[] values = values();
        note("append on a full disk " + values.length);
        boolean inTransaction = random.nextBoolean();
        AppendOutcome outcome =
            inTransaction
                ? log.appendAsLeader(
                        Batches.transactional(2, 0, world.nowMs, values),
                        AppendContext.coordinator(epoch))
                    .toCompletableFuture()
                    .join()
                : appendBatch(values, world.nowMs);
        if (outcome instanceof Appended) {
          if (inTransaction) {
            transactions.add(end, end + values.length - 1, 2, TransactionModel.Kind.DATA);
          }
          for (int at = 0; at < values.length; at++) {
            model.add(new Entry(end++, world.nowMs + at, values[at]));
          }
        } else {
          assertEquals(AppendFault.STORAGE_ERROR, ((AppendOutcome.Refused) outcome).fault());
        }
      }
      disk.failWith((what, file) -> {});
      durableEnd = Math.max(durableEnd, log.recoveryPoint());
      assertTrue(world.failures.isEmpty(), "the directory went offline: " + world.failures);
    }

    private void truncate() {
      if (end == start) {
        return;
      }
      long watermark = log.highWatermark();
      long to = watermark + random.nextInt((int) (end - watermark) + 1);
      note("truncate to " + to);
      log.truncateTo(to).toCompletableFuture().join();
      if (to < end) {
        // A batch that crosses the cut goes whole.
        long cut = log.logEndOffset();
        assertTrue(cut <= to && to - cut < 4, "cut at " + cut);
        model.removeIf(entry -> entry.offset() >= cut);
        end = cut;
        transactions.truncate(end);
        durableEnd = Math.min(durableEnd, end);
      }
    }

    private List<Entry> readAll(long from, long to) {
      try {
        return Batches.readAll(log, from, to, 1 + random.nextInt(3000));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    private void deleteRecords() {
      long watermark = log.highWatermark();
      long to = start + random.nextInt((int) (watermark - start) + 1);
      note("delete records before " + to);
      log.deleteRecordsBefore(to).toCompletableFuture().join();
      dropBefore(to);
    }

    private void dropBefore(long offset) {
      start = Math.max(start, offset);
      model.removeIf(entry -> entry.offset() < start);
      durableEnd = Math.max(durableEnd, start);
    }

    private void retainBySize() {
      note("retain");
      log.updateConfig(world.config.toBuilder().retentionBytes(random.nextInt(2000)).build());
      log.loaded().retain().toCompletableFuture().join();
      log.updateConfig(world.config);
      assertTrue(log.logStartOffset() <= log.highWatermark());
      dropBefore(log.logStartOffset());
    }

    private void kill() throws Exception {
      note("kill");
      if (random.nextBoolean()) {
        store.directoriesForTest().get(0).writeRecoveryPoints();
      }
      disk.kill();
      if (random.nextBoolean()) {
        damageTail();
      }
      reopen();
    }

    /** None as long as nobody has used the log. */
    private List<Path> filesOfTheLog() throws IOException {
      Path directory = DATA.resolve("orders-0");
      return disk.exists(directory) ? disk.list(directory) : List.of();
    }

    /** What a write that was under way may leave behind the acknowledged end. */
    private void damageTail() throws IOException {
      Path last = null;
      for (Path file : filesOfTheLog()) {
        if (file.toString().endsWith(".log")) {
          last = file;
        }
      }
      if (last != null) {
        byte[] garbage = new byte[1 + random.nextInt(200)];
        if (random.nextBoolean()) {
          random.nextBytes(garbage);
        } else if (random.nextBoolean()) {
          byte[] batch = new byte[400];
          int size = copy(Batches.batch(world.nowMs, "torn".repeat(1 + random.nextInt(20))), batch);
          garbage = java.util.Arrays.copyOf(batch, random.nextInt(size));
        }
        disk.file(last).write(disk.file(last).size(), garbage, garbage.length, world.nowMs);
      }
    }

    private static int copy(io.netty.buffer.ByteBuf from, byte[] to) {
      int size = from.readableBytes();
      from.readBytes(to, 0, size);
      return size;
    }

    private void losePower() throws Exception {
      note("power loss");
      if (random.nextBoolean()) {
        store.directoriesForTest().get(0).writeRecoveryPoints();
      }
      disk.losePower(random);
      store = world.open();
      log = store.create(StoreFixture.ID, world.config);
      long found = log.logEndOffset();
      if (found < durableEnd || found > Math.max(end, durableEnd)) {
        fail("ends at " + found + ", synced up to " + durableEnd + ", written to " + end);
      }
      long foundStart = log.logStartOffset();
      // Of segments that were never synced, the first may be lost and a later one be there.
      boolean firstLost = durableEnd <= start && foundStart > start;
      if (firstLost) {
        start = foundStart;
        model.removeIf(entry -> entry.offset() < foundStart);
      }
      if (foundStart != start) {
        fail("starts at " + foundStart + " instead of " + start);
      }
      end = found;
      transactions.truncate(end);
      model.removeIf(entry -> entry.offset() >= found);
      durableEnd = Math.min(end, log.recoveryPoint());
    }

    private void reopen() throws Exception {
      store = world.open();
      log = store.create(StoreFixture.ID, world.config);
    }

    private void check() throws IOException {
      assertEquals(end, log.logEndOffset(), "log end");
      assertEquals(start, log.logStartOffset(), "log start");
      assertEquals(model, readAll(start, end));
      transactions.check(log, random);
      if (end > start) {
        long from = start + random.nextInt((int) (end - start));
        long to = from + random.nextInt((int) (end - from) + 1);
        List<Entry> expected =
            model.stream().filter(e -> e.offset() >= from && e.offset() < to).toList();
        List<Entry> found = readAll(from, to);
        // A read never goes beyond the end it was given, but batches are given out whole.
        assertTrue(
            expected.size() >= found.size() && expected.subList(0, found.size()).equals(found),
            () -> "from " + from + " to " + to + ": " + found + " instead of " + expected);
        checkTimestamps();
      }
    }

    private void checkTimestamps() throws IOException {
      long target = world.nowMs - random.nextInt(110_000);
      TimestampAndOffset found = log.offsetForTimestamp(target, end);
      long expected =
          model.stream()
              .filter(entry -> entry.timestamp() >= target)
              .mapToLong(Entry::offset)
              .findFirst()
              .orElse(-1);
      assertEquals(expected, found.offset(), "first at or after " + target);
      long max = model.stream().mapToLong(Entry::timestamp).max().orElse(-1);
      if (max >= 0) {
        assertEquals(max, log.maxTimestamp().timestampMs(), "largest timestamp");
      }
    }
  }
}
