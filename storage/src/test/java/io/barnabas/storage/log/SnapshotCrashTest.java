package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import io.barnabas.storage.snapshot.SnapshotDirectory;
import io.barnabas.storage.snapshot.SnapshotManifest;
import io.barnabas.storage.snapshot.SnapshotRestore;
import io.barnabas.storage.snapshot.SnapshotWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The power goes at every single step of taking, restoring and deleting a snapshot: it is whole
 * afterwards, or nobody takes it for one, and the logs it is of have lost nothing. A failure names
 * the step and the seed of what the disk kept.
 */
final class SnapshotCrashTest {
  private static final Path DISK = Path.of("/disk");
  private static final Path LOGS = DISK.resolve("logs");
  private static final Path SNAPSHOTS = DISK.resolve("backup/snapshots");
  private static final Path RESTORED = DISK.resolve("elsewhere/logs");
  private static final Set<String> CHANGES =
      Set.of("write", "force", "truncate", "extend", "rename", "delete", "create", "mkdir", "link");
  private static final long TIME = 1_700_000_000_000L;
  private static final int SEEDS = Integer.getInteger("storage.seeds", 1);

  private FaultyFileSystem disk = new FaultyFileSystem();
  private StoreFixture world = new StoreFixture(disk, LOGS);
  private List<PartitionLog> logs = List.of();
  private final List<List<String>> written = new ArrayList<>();
  private final List<List<String>> taken = new ArrayList<>();

  @AfterEach
  void end() throws Exception {
    world.close();
  }

  /** What is done at one step, and what must hold when the power has gone there. */
  private interface Deed {
    void run() throws Exception;
  }

  private interface Check {
    void run(boolean done, Random random) throws Exception;
  }

  /** Fails one call, or that and all after it. */
  private static final class Cut implements FaultyFileSystem.Fault {
    private final int at;
    private final boolean forGood;
    private int calls;
    private String failed = "";

    private Cut(int at, boolean forGood) {
      this.at = at;
      this.forGood = forGood;
    }

    @Override
    public void before(String what, Path file) throws IOException {
      if (!CHANGES.contains(what)) {
        return;
      }
      int call = calls++;
      if (call == at || forGood && call > at) {
        failed = failed.isEmpty() ? what + " " + file : failed;
        throw new IOException("the machine is off");
      }
    }
  }

  /** Logs of which one is synced with every append, and one never. */
  private void begin() throws Exception {
    world.close();
    disk = new FaultyFileSystem();
    disk.createDirectories(LOGS);
    disk.syncDirectory(DISK);
    world = new StoreFixture(disk, LOGS);
    written.clear();
    written.add(new ArrayList<>());
    written.add(new ArrayList<>());
    open();
    for (int i = 0; i < 12; i++) {
      append(0, "synced-" + i);
      append(1, "loose-" + i);
    }
  }

  private LogStore open() throws Exception {
    LogStore store = world.open();
    logs = logs(store);
    return store;
  }

  private static List<PartitionLog> logs(LogStore store) throws Exception {
    LogConfig.Builder small = LogConfig.builder().segmentBytes(500);
    return List.of(
        store.create(
            new PartitionId(StoreFixture.TOPIC, "orders", 0), small.flushMessages(1).build()),
        store.create(
            new PartitionId(StoreFixture.TOPIC, "orders", 1),
            small.flushMessages(Long.MAX_VALUE).build()));
  }

  private void append(int partition, String value) {
    AppendOutcome outcome =
        logs.get(partition)
            .appendAsLeader(Batches.batch(TIME, value), AppendContext.client(0))
            .toCompletableFuture()
            .join();
    if (outcome instanceof Appended) {
      written.get(partition).add(value);
    }
  }

  /** In the order the broker does it; the logs go on as soon as they may. */
  private void take(String name) throws Exception {
    SnapshotWriter writer = new SnapshotDirectory(disk, SNAPSHOTS).writer(name);
    try {
      writer.begin();
      LogCuts cuts = LogCuts.take(logs, Duration.ofSeconds(5));
      try {
        writer.link(cuts);
        taken.clear();
        written.forEach(each -> taken.add(List.copyOf(each)));
      } finally {
        cuts.close();
      }
      append(0, "after");
      append(1, "after");
      writer.sync();
      cuts.describe(disk, writer.directory());
      disk.replaceAtomically(
          writer.make("__cluster_metadata-0").resolve("00.checkpoint"),
          ByteBuffer.wrap(new byte[300]));
      SnapshotManifest unused =
          writer.finish(
              cuts,
              Map.of(
                  SnapshotManifest.CREATED_MS, "1700000000000",
                  SnapshotManifest.TOPICS, "orders",
                  SnapshotManifest.NODE_ID, "1",
                  SnapshotManifest.CLUSTER_ID, "castle",
                  SnapshotManifest.DIRECTORY_ID, new Uuid(8, 8).toString()));
    } catch (IOException e) {
      try {
        writer.giveUp();
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  private boolean hasSnapshot(String name) throws IOException {
    return new SnapshotDirectory(disk, SNAPSHOTS).names().contains(name);
  }

  private SnapshotRestore snapshot(String name) throws IOException {
    return new SnapshotRestore(disk, new SnapshotDirectory(disk, SNAPSHOTS).path(name));
  }

  private static List<String> values(PartitionLog log) throws IOException {
    return Batches.readAll(log, log.logStartOffset(), log.logEndOffset(), 100_000).stream()
        .map(Batches.Entry::value)
        .toList();
  }

  /** Until there are no more steps. */
  private void atEveryStep(Deed before, Deed deed, Check check) throws Exception {
    boolean done = false;
    for (int step = 0; !done; step++) {
      for (int seed = 0; seed < SEEDS; seed++) {
        begin();
        before.run();
        Cut cut = new Cut(step, true);
        disk.failWith(cut);
        try {
          deed.run();
          done = true;
        } catch (IOException off) {
          assertFalse(done, "the same steps every time");
        }
        Random random = new Random(step * 1_000L + seed);
        disk.losePower(random);
        try {
          check.run(done, random);
        } catch (AssertionError | Exception e) {
          throw new AssertionError("step " + step + " (" + cut.failed + "), seed " + seed, e);
        }
      }
    }
  }

  /** A broker on the logs has everything that was acknowledged as durable, and goes on. */
  private void checkLogs() throws Exception {
    open();
    List<String> synced = values(logs.get(0));
    assertEquals(written.get(0), synced.subList(0, written.get(0).size()));
    written.set(0, new ArrayList<>(synced)); // What was not acknowledged may be there too.
    // Whole segments of what was never synced may be gone, at both ends.
    long start = logs.get(1).logStartOffset();
    List<String> loose = values(logs.get(1));
    assertEquals(written.get(1).subList((int) start, (int) start + loose.size()), loose);
    written.set(1, new ArrayList<>(loose));
  }

  @Test
  void shouldHaveAWholeSnapshotOrNoneWhenThePowerGoesWhileItIsTaken() throws Exception {
    atEveryStep(
        () -> {},
        () -> take("monday"),
        (done, random) -> {
          boolean there = hasSnapshot("monday");
          assertTrue(there || !done);
          if (there) {
            snapshot("monday").verify();
          }
          checkLogs();
          if (!there) {
            take("monday");
            disk.losePower(random);
          }
          snapshot("monday").verify();
        });
  }

  @Test
  void shouldHaveAWholeDirectoryOrOneThatNoBrokerStartsWithWhenThePowerGoesWhileItIsRestored()
      throws Exception {
    atEveryStep(
        () -> take("monday"),
        () -> snapshot("monday").into(RESTORED),
        (done, random) -> {
          boolean formatted = disk.exists(RESTORED.resolve("meta.properties"));
          boolean marked = disk.exists(RESTORED.resolve(DirectoryFormat.RESTORING));
          boolean whole = formatted && !marked;
          assertTrue(whole || !done);
          assertTrue(
              whole
                  || marked
                  || !disk.exists(RESTORED)
                  || disk.list(RESTORED).stream().allMatch(file -> file.toString().endsWith("tmp")),
              "a broker would start with half of it");
          snapshot("monday").verify();
          if (!whole) {
            snapshot("monday").into(RESTORED);
            disk.losePower(random);
          }
          checkRestored();
        });
  }

  @Test
  void shouldHarmNothingWhenThePowerGoesWhileLogsAreAddedToOthers() throws Exception {
    PartitionId own = new PartitionId(new Uuid(9, 9), "own", 0);
    atEveryStep(
        () -> {
          take("monday");
          try (StoreFixture other = other()) {
            LogStore store = other.open();
            PartitionLog log = store.create(own, LogConfig.DEFAULT);
            log.appendAsLeader(Batches.batch(TIME, "mine"), AppendContext.client(0))
                .toCompletableFuture()
                .join();
            store.close();
          }
        },
        () -> {
          new DirectoryFormat(disk).distrust(RESTORED);
          snapshot("monday").addLogs(RESTORED, snapshot("monday").manifest().logs());
        },
        (done, random) -> {
          if (!done) {
            new DirectoryFormat(disk).distrust(RESTORED);
            snapshot("monday").addLogs(RESTORED, snapshot("monday").manifest().logs());
            disk.losePower(random);
          }
          try (StoreFixture other = other()) {
            LogStore store = other.open();
            assertEquals(List.of("mine"), values(store.create(own, LogConfig.DEFAULT)));
            checkTaken(store);
            store.close();
          }
        });
  }

  private StoreFixture other() {
    StoreFixture other = new StoreFixture(disk, RESTORED);
    other.clusterId = "castle";
    return other;
  }

  private void checkTaken(LogStore store) throws Exception {
    List<PartitionLog> restored = logs(store);
    assertEquals(
        taken,
        IntStream.range(0, 2)
            .mapToObj(partition -> valuesUnchecked(restored.get(partition)))
            .toList());
  }

  private void checkRestored() throws Exception {
    try (StoreFixture other = other()) {
      LogStore store = other.open();
      assertEquals(new Uuid(8, 8), store.directories().get(0).directoryId());
      checkTaken(store);
      store.close();
    }
  }

  private static List<String> valuesUnchecked(PartitionLog log) {
    try {
      return values(log);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void shouldHaveAWholeSnapshotOrNoneWhenThePowerGoesWhileItIsDeleted() throws Exception {
    atEveryStep(
        () -> take("monday"),
        () -> new SnapshotDirectory(disk, SNAPSHOTS).delete("monday"),
        (done, random) -> {
          boolean there = hasSnapshot("monday");
          assertFalse(there && done);
          if (there) {
            snapshot("monday").verify();
          }
          checkLogs();
          if (!there) {
            take("monday");
          }
          snapshot("monday").verify();
        });
  }

  @Test
  void shouldLeaveNothingBehindAndTheLogsAsTheyWereWhenAStepFails() throws Exception {
    boolean done = false;
    for (int step = 0; !done; step++) {
      begin();
      Cut cut = new Cut(step, false);
      disk.failWith(cut);
      try {
        take("monday");
        done = cut.failed.isEmpty();
      } catch (IOException failed) {
        assertFalse(disk.exists(SNAPSHOTS.resolve("monday.unfinished")), cut.failed);
      }
      disk.failWith((what, file) -> {});
      if (hasSnapshot("monday")) {
        snapshot("monday").verify();
      }
      if (!cut.failed.contains(" " + LOGS)) {
        // Nobody knows what a sync of a log's own file has lost; all else is the snapshot's.
        boolean lost = cut.failed.startsWith("force") && cut.failed.contains("/segments/");
        assertEquals(lost, !world.failures.isEmpty(), cut.failed);
      }
      if (world.failures.isEmpty()) {
        append(0, "on");
        assertEquals(written.get(0), values(logs.get(0)), cut.failed);
      }
    }
  }
}
