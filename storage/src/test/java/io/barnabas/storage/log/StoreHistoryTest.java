package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.storage.clean.CleanerConfig;
import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import io.barnabas.storage.log.AppendOutcome.Duplicate;
import io.barnabas.storage.log.AppendOutcome.Refused;
import io.barnabas.storage.log.Batches.Entry;
import io.barnabas.storage.log.KeyedBatches.KeyValue;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of several logs in two log directories, one of which fails or is full at times:
 * idempotent producers, topics deleted and created again, configs that change, retention by time, a
 * topic that is compacted. As in {@link LogHistoryTest}, {@code -Dstorage.seed} repeats one history
 * and {@code -Dstorage.seeds} says how many there are; {@code -Dstorage.counts=true} tells what
 * they did.
 */
final class StoreHistoryTest {
  private static final List<Path> DIRECTORIES = List.of(Path.of("/data"), Path.of("/more"));

  /** What waits for so long is left to the next start: a history does not depend on the clock. */
  private static final Duration NEVER = Duration.ofDays(1000);

  private static final LongAdder HISTORIES = new LongAdder();
  private static final LongAdder STEPS = new LongAdder();
  private static final LongAdder FAULTS = new LongAdder();
  private static final LongAdder CRASHES = new LongAdder();
  private static final LongAdder COMPACTED = new LongAdder();

  static List<Long> seeds() {
    return LogHistoryTest.seeds(25);
  }

  @AfterAll
  static void tell() {
    if (Boolean.getBoolean("storage.counts")) {
      System.out.printf(
          "%d histories, %d steps, %d calls failed, %d crashes, %d records compacted%n",
          HISTORIES.sum(), STEPS.sum(), FAULTS.sum(), CRASHES.sum(), COMPACTED.sum());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldKeepWhatWasPromisedInEveryDirectory(long seed) throws Exception {
    History history = new History(seed);
    try {
      history.run();
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e, e);
    } finally {
      HISTORIES.increment();
      FAULTS.add(history.disk.faults());
      CRASHES.add(history.disk.crashes());
    }
  }

  private static String key(String value) {
    return value.substring(0, Math.max(0, value.indexOf(':')));
  }

  /** A batch of an idempotent producer. */
  private record Sent(int sequence, int count, long base) {
    long last() {
      return base + count - 1;
    }
  }

  /** What is known of a log. */
  private static final class Model {
    final String topic;
    final int partition;

    /** Compacted: of each key the newest record is there, and perhaps older ones. */
    final boolean keyed;

    final List<Entry> entries = new ArrayList<>();
    final Set<String> tried = new HashSet<>();
    final List<Sent> sent = new ArrayList<>();
    Uuid topicId;
    LogConfig config;
    PartitionLog log;
    long start;
    long end;
    long durableEnd;
    long surelyStartsAt;
    long mayStartAt;
    long producerId;

    /** Of the newest sent, those that no restart has come after. */
    int remembered;

    Model(String topic, int partition, Uuid topicId, LogConfig config) {
      this.topic = topic;
      this.partition = partition;
      this.topicId = topicId;
      this.config = config;
      this.keyed = config.cleanupCompact();
    }

    /** Takes over what the cleaner may have left of it. */
    void thinOut(List<Entry> found) {
      Set<String> keys = new HashSet<>();
      for (int i = entries.size() - 1; i >= 0; i--) {
        Entry entry = entries.get(i);
        if (keys.add(key(entry.value()))) {
          assertTrue(found.contains(entry), () -> id() + " misses " + entry);
        }
      }
      assertTrue(entries.containsAll(found), () -> id() + " has " + found);
      COMPACTED.add(entries.size() - found.size());
      entries.retainAll(found);
    }

    PartitionId id() {
      return new PartitionId(topicId, topic, partition);
    }

    void dropBefore(long offset) {
      start = Math.max(start, offset);
      entries.removeIf(entry -> entry.offset() < start);
    }

    void surelyStartAt(long offset) {
      surelyStartsAt = Math.max(surelyStartsAt, offset);
      durableEnd = Math.max(durableEnd, surelyStartsAt);
    }

    void cutAt(long offset) {
      end = offset;
      entries.removeIf(entry -> entry.offset() >= offset);
      if (sent.removeIf(batch -> batch.last() >= offset) && keyed) {
        // Compaction keeps the last batch of a producer, and that was cut off.
        renewProducer();
      }
      durableEnd = Math.min(durableEnd, offset);
      remembered = 0;
    }

    void renewProducer() {
      producerId++;
      sent.clear();
      remembered = 0;
    }
  }

  /** One history. */
  private static final class History {
    final FaultyFileSystem disk = new FaultyFileSystem();
    private final Random random;
    private final StoreFixture world =
        new StoreFixture(disk, DIRECTORIES.get(0), DIRECTORIES.get(1));
    private final List<Model> models = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private long named;
    private Path failing;
    private LogStore store;

    History(long seed) {
      random = new Random(seed);
      world.config =
          LogConfig.builder()
              .segmentBytes(400 + random.nextInt(2000))
              .indexIntervalBytes(1 + random.nextInt(400))
              .segmentIndexBytes(24 + random.nextInt(1000))
              .retentionMs(-1)
              .fileDeleteDelayMs(random.nextBoolean() ? 0 : NEVER.toMillis())
              .build();
      world.cleaner = CleanerConfig.DEFAULT.withBackoff(NEVER);
      for (String topic : List.of("orders", "bills")) {
        for (int partition = 0; partition < 2; partition++) {
          models.add(new Model(topic, partition, new Uuid(7, topic.length()), world.config));
        }
      }
      LogConfig compacted =
          world.config.toBuilder()
              .cleanupCompact(true)
              .cleanupDelete(false)
              .minCleanableDirtyRatio(0)
              .build();
      for (int partition = 0; partition < 2; partition++) {
        models.add(new Model("keys", partition, new Uuid(7, 1), compacted));
      }
    }

    void run() throws Exception {
      try (world) {
        open();
        for (int step = 0; step < 80; step++) {
          STEPS.increment();
          step();
          for (Model model : models) {
            check(model);
          }
        }
      } catch (Exception | AssertionError e) {
        throw new AssertionError(e + "\nafter " + String.join("\n", steps), e);
      }
    }

    private void open() throws Exception {
      store = world.open();
      for (Model model : models) {
        model.log = store.create(model.id(), model.config);
        model.log.updateConfig(model.config);
      }
      setStraysAside();
      store.moves().resume();
    }

    /** As a broker does: a loss of power may have undone the renaming of what was deleted. */
    private void setStraysAside() {
      for (PartitionLog log : store.logs()) {
        if (models.stream().noneMatch(model -> model.log == log)) {
          steps.add("set " + log.id() + " aside");
          PartitionId id = log.id();
          store.setAside(id.topicId(), id.partition()).toCompletableFuture().join();
        }
      }
    }

    private void step() throws Exception {
      world.nowMs += random.nextInt(1000);
      Model model = models.get(random.nextInt(models.size()));
      int dice = random.nextInt(100);
      if (dice < 62) {
        work(model, dice);
      } else if (dice < 66) {
        truncate(model);
      } else if (dice < 70) {
        deleteTopic(model);
      } else if (dice < 76) {
        changeConfig(model);
      } else if (dice < 81) {
        clean();
      } else if (dice < 85) {
        fillUp();
      } else if (dice < 88) {
        failDirectory();
      } else if (dice < 90) {
        move(model);
      } else if (dice < 92) {
        moveUntilTheEnd(model);
      } else {
        restart(random.nextInt(3));
      }
    }

    /** What may as well meet a disk that fails. */
    private void work(Model model, int dice) throws IOException {
      boolean mayFail = failing != null && model.log.directory().startsWith(failing);
      try {
        if (dice < 48) {
          append(model, mayFail);
        } else if (dice < 54) {
          note(model, "flush");
          model.log.flush();
          model.durableEnd = model.end;
        } else if (dice < 58) {
          deleteRecords(model);
        } else {
          retain(model);
        }
      } catch (IOException | CompletionException e) {
        if (!mayFail) {
          throw e;
        }
      }
    }

    /** To the other directory, which makes all of it durable. */
    private void move(Model model) {
      Path from = model.log.logDirectory();
      Path to = DIRECTORIES.get(1 - DIRECTORIES.indexOf(from));
      note(model, "move to " + to);
      assertNull(store.moves().move(model.log, to));
      assertEquals(to, model.log.logDirectory());
      model.durableEnd = model.end;
      model.surelyStartAt(model.start);
      model.remembered = 0;
    }

    /** The broker ends in the middle, and goes on with the move after the next start. */
    private void moveUntilTheEnd(Model model) throws Exception {
      Path from = model.log.logDirectory();
      Path to = DIRECTORIES.get(1 - DIRECTORIES.indexOf(from));
      int calls = random.nextInt(100);
      note(model, "move to " + to + ", but for " + calls + " calls");
      int[] seen = {0};
      disk.failWith(
          (what, file) -> {
            if (seen[0]++ >= calls) {
              throw new IOException("the end");
            }
          });
      failing = to;
      var unused = store.moves().move(model.log, to);
      crashAndReopen(1 + random.nextInt(2));
      failing = null;
      assertEquals(List.of(), store.moves().futures(), "what was begun is done");
    }

    private void note(Model model, String step) {
      String range = " [" + model.start + ", " + model.end + "), durable " + model.durableEnd;
      steps.add(model.topic + "-" + model.partition + ": " + step + range);
    }

    private void append(Model model, boolean mayFail) {
      String[] values = new String[1 + random.nextInt(model.keyed ? 8 : 4)];
      for (int i = 0; i < values.length; i++) {
        String key = model.keyed ? random.nextInt(5) + ":" : "";
        values[i] = key + "v" + named++ + "x".repeat(random.nextInt(model.keyed ? 10 : 60));
        model.tried.add(values[i]);
      }
      long timestamp = world.nowMs - random.nextInt(10_000);
      int kind = random.nextInt(10);
      if (mayFail || kind < 4) {
        note(model, "append " + values.length);
        AppendOutcome outcome = send(model, BatchOptions.DEFAULT, timestamp, values);
        written(model, outcome, timestamp, values, mayFail);
      } else if (kind < 8 || model.sent.isEmpty()) {
        int sequence = nextSequence(model);
        note(model, "append " + values.length + " of " + model.producerId + " at " + sequence);
        AppendOutcome outcome = send(model, as(model, sequence), timestamp, values);
        long base = model.end;
        if (written(model, outcome, timestamp, values, false)) {
          model.sent.add(new Sent(sequence, values.length, base));
          model.remembered++;
        }
      } else if (kind == 8) {
        sendAgain(model, timestamp);
      } else if (model.sent.get(model.sent.size() - 1).base() >= model.start) {
        int sequence = nextSequence(model) + 1 + random.nextInt(5);
        note(model, "gap of " + model.producerId + " at " + sequence);
        AppendOutcome outcome = send(model, as(model, sequence), timestamp, values);
        assertTrue(
            outcome instanceof Refused refused
                && (refused.fault() == AppendFault.OUT_OF_ORDER_SEQUENCE
                    || refused.fault() == AppendFault.INVALID_RECORD),
            () -> "after a gap: " + outcome);
      }
    }

    private static int nextSequence(Model model) {
      if (model.sent.isEmpty()) {
        return 0;
      }
      Sent last = model.sent.get(model.sent.size() - 1);
      return last.sequence() + last.count();
    }

    private static BatchOptions as(Model model, int sequence) {
      return BatchOptions.DEFAULT.withProducer(model.producerId, (short) 0, sequence);
    }

    private AppendOutcome send(
        Model model, BatchOptions options, long timestamp, String... values) {
      ByteBuf batch =
          model.keyed
              ? KeyedBatches.batch(
                  options,
                  timestamp,
                  Stream.of(values).map(value -> new KeyValue(key(value), value)).toList())
              : Batches.batch(options, timestamp, values);
      return model.log.appendAsLeader(batch, AppendContext.client(1)).toCompletableFuture().join();
    }

    private boolean written(
        Model model, AppendOutcome outcome, long timestamp, String[] values, boolean mayFail) {
      if (outcome instanceof Refused refused) {
        boolean expected =
            mayFail && isOfTheDisk(refused)
                || model.config.cleanupCompact() && refused.fault() == AppendFault.INVALID_RECORD;
        assertTrue(expected, () -> "not appended: " + refused);
        // What was written in part is undone as by a restart: by a snapshot.
        model.remembered = mayFail ? 0 : model.remembered;
        return false;
      }
      long base = ((Appended) outcome).baseOffset();
      // What a full disk has refused, for want of a sync, may be there all the same.
      assertTrue(base == model.end || mayFail && base > model.end, "appended at " + base);
      if (base > model.end) {
        adopt(model, base);
      }
      for (int i = 0; i < values.length; i++) {
        long stamp = model.keyed ? timestamp : timestamp + i;
        model.entries.add(new Entry(model.end++, stamp, values[i]));
      }
      boolean synced = model.config.flushMessages() == 1;
      model.durableEnd = Math.max(model.durableEnd, synced ? model.end : model.log.recoveryPoint());
      if (random.nextBoolean()) {
        model.log.advanceHighWatermark(model.end - random.nextInt(3));
      }
      return true;
    }

    private static boolean isOfTheDisk(Refused refused) {
      return refused.fault() == AppendFault.STORAGE_ERROR
          || refused.fault() == AppendFault.LOG_CLOSED;
    }

    private void sendAgain(Model model, long timestamp) {
      int back = 1 + random.nextInt(Math.min(5, model.sent.size()));
      Sent again = model.sent.get(model.sent.size() - back);
      if (again.base() < model.start || model.config.cleanupCompact()) {
        return;
      }
      note(model, "again " + again + " of " + model.producerId);
      String[] values = new String[again.count()];
      java.util.Arrays.fill(values, "again");
      AppendOutcome outcome = send(model, as(model, again.sequence()), timestamp, values);
      if (outcome instanceof Duplicate duplicate) {
        assertEquals(again.base(), duplicate.baseOffset());
        assertEquals(again.last(), duplicate.lastOffset());
      } else {
        // A snapshot has the last batch of each producer only.
        assertTrue(
            back > 1
                && back > model.remembered
                && outcome instanceof Refused refused
                && refused.fault() == AppendFault.OUT_OF_ORDER_SEQUENCE,
            () -> "sent again: " + outcome);
      }
    }

    private void deleteRecords(Model model) {
      long watermark = model.log.highWatermark();
      if (watermark < model.start) {
        return;
      }
      long to = model.start + random.nextInt((int) (watermark - model.start) + 1);
      note(model, "delete records before " + to);
      model.mayStartAt = Math.max(model.mayStartAt, to);
      model.log.deleteRecordsBefore(to).toCompletableFuture().join();
      model.dropBefore(to);
      model.surelyStartAt(to);
    }

    private void retain(Model model) {
      long retentionMs = random.nextInt(12_000);
      note(model, "retain for " + retentionMs);
      long before = model.start;
      model.log.updateConfig(model.config.toBuilder().retentionMs(retentionMs).build());
      try {
        model.log.loaded().retain().toCompletableFuture().join();
      } finally {
        model.log.updateConfig(model.config);
        long found = model.log.logStartOffset();
        for (Entry entry : model.entries) {
          boolean young = world.nowMs - entry.timestamp() <= retentionMs;
          assertTrue(
              entry.offset() >= found
                  || model.config.cleanupDelete() && !young
                  || entry.offset() < model.mayStartAt,
              () -> "retention took " + entry + " and all before " + found);
        }
        model.mayStartAt = Math.max(model.mayStartAt, found);
        model.dropBefore(found);
        if (failing == null && found > before) {
          model.surelyStartAt(model.start);
        }
      }
    }

    private void truncate(Model model) {
      long watermark = model.log.highWatermark();
      if (model.end == model.start) {
        return;
      }
      long to = watermark + random.nextInt((int) (model.end - watermark) + 1);
      note(model, "truncate to " + to);
      model.log.truncateTo(to).toCompletableFuture().join();
      if (to < model.end) {
        model.cutAt(model.log.logEndOffset());
      }
    }

    private void deleteTopic(Model chosen) throws Exception {
      boolean crash = random.nextInt(3) == 0;
      boolean powerLoss = random.nextBoolean();
      steps.add("delete " + chosen.topic + (crash ? powerLoss ? ", power loss" : ", kill" : ""));
      Uuid fresh = new Uuid(random.nextLong(), random.nextLong());
      for (Model model : models) {
        if (model.topic.equals(chosen.topic)) {
          store.delete(model.topicId, model.partition).toCompletableFuture().join();
          model.topicId = fresh;
          model.entries.clear();
          model.tried.clear();
          model.start = 0;
          model.surelyStartsAt = 0;
          model.mayStartAt = 0;
          model.end = 0;
          model.durableEnd = 0;
          model.renewProducer();
        }
      }
      if (crash) {
        crashAndReopen(powerLoss ? 2 : 1);
      } else {
        for (Model model : models) {
          model.log = store.create(model.id(), model.config);
        }
      }
    }

    /** Compaction of all logs that are to be compacted. */
    private void clean() {
      if (models.stream().allMatch(model -> model.keyed || !model.config.cleanupCompact())) {
        steps.add("clean");
        store.cleaner().round();
      }
    }

    private void changeConfig(Model model) {
      LogConfig.Builder changed = model.config.toBuilder();
      switch (random.nextInt(4)) {
        case 0 -> changed.flushMessages(List.of(1L, 3L, Long.MAX_VALUE).get(random.nextInt(3)));
        case 1 -> changed.segmentBytes(400 + random.nextInt(2000));
        case 2 -> changed.preallocate(random.nextBoolean());
        default -> {
          boolean compact = model.keyed || random.nextInt(3) == 0;
          changed.cleanupCompact(compact).cleanupDelete(!compact);
        }
      }
      model.config = changed.build();
      note(model, "config " + model.config);
      model.log.updateConfig(model.config);
    }

    /** No room in one of the directories for a while. */
    private void fillUp() throws Exception {
      failing = DIRECTORIES.get(random.nextInt(2));
      steps.add(failing + " is full");
      int allowed = random.nextInt(5);
      int[] seen = {0};
      Path full = failing;
      disk.failWith(
          (what, file) -> {
            boolean needsRoom =
                List.of("write", "create", "extend", "mkdir", "rename").contains(what);
            if (needsRoom && file.startsWith(full) && seen[0]++ >= allowed) {
              if (what.equals("write")) {
                disk.failShort(random.nextInt(50));
              }
              throw new IOException("No space left on device");
            }
          });
      workOnAll();
      disk.failWith((what, file) -> {});
      assertEquals(List.of(), world.failures, "a full disk is no failure");
      failing = null;
      for (Model model : models) {
        settle(model);
      }
    }

    private void workOnAll() throws IOException {
      for (int i = 0; i < 8; i++) {
        work(models.get(random.nextInt(models.size())), random.nextInt(62));
        if (random.nextInt(4) == 0) {
          clean();
        }
      }
    }

    /** Calls in one of the directories fail; everything goes on in the other. */
    private void failDirectory() throws Exception {
      failing = DIRECTORIES.get(random.nextInt(2));
      int allowed = random.nextInt(12);
      boolean once = random.nextBoolean();
      steps.add(failing + " fails" + (once ? " once" : "") + " after " + allowed);
      int[] seen = {0};
      Path failed = failing;
      disk.failWith(
          (what, file) -> {
            if (file.startsWith(failed)) {
              int call = seen[0]++;
              if (once ? call == allowed : call >= allowed) {
                throw new IOException("Input/output error");
              }
            }
          });
      workOnAll();
      assertTrue(world.failures.size() <= 1, () -> "offline: " + world.failures);
      crashAndReopen(random.nextInt(3));
      failing = null;
    }

    private void restart(int how) throws Exception {
      crashAndReopen(how);
    }

    private void crashAndReopen(int how) throws Exception {
      steps.add(List.of("stop", "kill", "power loss").get(how));
      boolean synced = false;
      if (how == 0) {
        store.close();
        synced = world.failures.isEmpty();
        disk.kill();
      } else {
        if (failing == null && random.nextBoolean()) {
          for (LogDirectory directory : store.directoriesForTest()) {
            directory.writeRecoveryPoints();
          }
        }
        if (how == 1) {
          disk.kill();
        } else {
          disk.losePower(random);
        }
      }
      world.failures.clear();
      open();
      for (Model model : models) {
        if (synced) {
          model.durableEnd = model.end;
        }
        if (how == 2) {
          afterPowerLoss(model);
        }
        settle(model);
        model.remembered = 0;
      }
      assertEquals(List.of(), world.failures);
    }

    private void afterPowerLoss(Model model) {
      long found = model.log.logEndOffset();
      assertTrue(
          found >= model.durableEnd,
          () -> model.id() + " ends at " + found + ", synced up to " + model.durableEnd);
      long foundStart = model.log.logStartOffset();
      if (model.durableEnd <= model.start && foundStart > model.start) {
        // Of segments that were never synced, the first may be lost and a later one be there.
        model.mayStartAt = Math.max(model.mayStartAt, foundStart);
      }
      if (found < model.end) {
        model.cutAt(found);
      }
    }

    /** Takes over what may be there, or may be gone, since calls failed. */
    private void settle(Model model) {
      long found = model.log.logStartOffset();
      assertTrue(
          found >= model.surelyStartsAt && found <= Math.max(model.start, model.mayStartAt),
          () -> model.id() + " starts at " + found + ", not at " + model.start);
      if (found < model.start) {
        startAgainAt(model, found);
      }
      model.dropBefore(found);
      model.end = Math.max(model.end, model.start);
      long end = model.log.logEndOffset();
      if (end > model.end) {
        adopt(model, end);
      }
      model.durableEnd = Math.max(model.durableEnd, Math.min(end, model.log.recoveryPoint()));
    }

    /** What was to go, on a disk that failed, may be back. */
    private void startAgainAt(Model model, long offset) {
      List<Entry> back =
          readAll(model, offset, model.log.logEndOffset()).stream()
              .filter(entry -> entry.offset() < model.start)
              .toList();
      back.forEach(entry -> assertTrue(model.tried.contains(entry.value()), entry::toString));
      model.entries.addAll(0, back);
      model.start = offset;
    }

    private void adopt(Model model, long end) {
      if (model.keyed) {
        // Some of it may have been compacted since.
        model.entries.addAll(readAll(model, model.end, end));
        model.end = end;
      }
      for (Entry entry : readAll(model, model.end, end)) {
        assertTrue(model.tried.contains(entry.value()), () -> model.id() + " has " + entry);
        assertEquals(model.end, entry.offset());
        model.entries.add(entry);
        model.end++;
      }
      model.renewProducer();
    }

    private List<Entry> readAll(Model model, long from, long to) {
      try {
        // The last batch may go beyond the end.
        return Batches.readAll(model.log, from, to, 1 + random.nextInt(3000)).stream()
            .filter(entry -> entry.offset() < to)
            .toList();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    private void check(Model model) {
      assertEquals(model.end, model.log.logEndOffset(), () -> "end of " + model.id());
      assertEquals(model.start, model.log.logStartOffset(), () -> "start of " + model.id());
      List<Entry> found = readAll(model, model.start, model.end);
      if (model.keyed) {
        model.thinOut(found);
      }
      assertEquals(model.entries, found);
    }
  }
}
