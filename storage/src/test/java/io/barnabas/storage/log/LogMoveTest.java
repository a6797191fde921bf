package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import io.barnabas.storage.log.AppendOutcome.Duplicate;
import io.barnabas.storage.log.Batches.Entry;
import io.barnabas.storage.log.LogMoves.FutureView;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that move between directories, while they are used and while things go wrong. */
final class LogMoveTest {
  private static final Path HERE = Path.of("/data");
  private static final Path THERE = Path.of("/more");
  private static final String MARK = MovedMark.NAME;

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<String> moved = new ArrayList<>();
  private final List<Entry> acknowledged = new ArrayList<>();
  private final Random random = new Random(7);
  private FaultyFileSystem disk = new FaultyFileSystem();
  private StoreFixture world = world();
  private boolean direct = true;
  private LogStore store;
  private PartitionLog log;
  private long start;

  private StoreFixture world() {
    StoreFixture made = new StoreFixture(disk, HERE, THERE);
    made.executor =
        task -> {
          if (direct) {
            task.run();
          } else {
            tasks.add(task);
          }
        };
    made.config =
        LogConfig.builder()
            .segmentBytes(600)
            .indexIntervalBytes(100)
            .flushMessages(1)
            .fileDeleteDelayMs(0)
            .build();
    return made;
  }

  @AfterEach
  void end() throws Exception {
    world.close();
  }

  private void open() throws Exception {
    store = world.open();
    store.moves().setListener((id, directory) -> moved.add(id + " " + directory));
    log = store.create(StoreFixture.ID, world.config);
  }

  /** Does background work, one step at a time, with appends between. */
  private void run(int appends) {
    int left = appends;
    while (!tasks.isEmpty()) {
      tasks.remove().run();
      if (left-- > 0) {
        append("between " + left);
      }
    }
  }

  private void append(String value) {
    long timestamp = world.nowMs + acknowledged.size();
    AppendOutcome outcome =
        log.appendAsLeader(
                Batches.batch(BatchOptions.DEFAULT, timestamp, value), AppendContext.client(1))
            .toCompletableFuture()
            .getNow(new AppendOutcome.Unverified(0));
    if (outcome instanceof Appended appended) {
      acknowledged.add(new Entry(appended.baseOffset(), timestamp, value));
      log.advanceHighWatermark(appended.baseOffset() + 1);
    }
  }

  private void fill(int count) {
    for (int i = 0; i < count; i++) {
      append("value " + i + "x".repeat(i % 50));
    }
  }

  private List<Entry> read() throws IOException {
    return Batches.readAll(log, log.logStartOffset(), log.logEndOffset(), 500);
  }

  private List<Entry> kept() {
    return acknowledged.stream().filter(entry -> entry.offset() >= start).toList();
  }

  private Uuid idOf(Path directory) {
    return store.directories().stream()
        .filter(each -> each.path().equals(directory))
        .findFirst()
        .orElseThrow()
        .directoryId();
  }

  private void move(Path directory) {
    assertNull(store.moves().move(log, directory));
  }

  private List<String> logsIn(Path directory) throws IOException {
    return disk.list(directory).stream()
        .map(path -> path.getFileName().toString())
        .filter(name -> name.startsWith("orders"))
        .toList();
  }

  @Test
  void shouldGoOnInTheOtherDirectory() throws Exception {
    open();
    fill(40);
    log.deleteRecordsBefore(9).toCompletableFuture().join();
    start = 9;
    direct = false;

    move(THERE);
    run(5);
    direct = true;
    append("after");

    assertEquals(THERE, log.logDirectory());
    assertEquals(kept(), read());
    assertEquals(List.of("orders-0"), logsIn(THERE));
    assertEquals(List.of(), logsIn(HERE));
    assertEquals(List.of(StoreFixture.ID + " " + idOf(THERE)), moved);
    assertEquals(List.of(), store.moves().futures());
    store.close();
    open();
    assertEquals(THERE, log.logDirectory());
    assertEquals(kept(), read());
    store.close();
  }

  /** Retention does not wait for whoever has just asked where the log begins. */
  @Test
  void shouldCopyFromWhereTheLogBeginsByNow() throws Exception {
    open();
    fill(40);
    log.deleteRecordsBefore(9).toCompletableFuture().join();

    ByteBuf found = Batches.bytes(LogCopy.slice(log, 3, 1));

    assertEquals(9, BatchHeader.baseOffset(found, found.readerIndex()));
    store.close();
  }

  @Test
  void shouldNotMeetWhatHasLostItsTopicId() throws Exception {
    open();
    fill(10);
    disk.createDirectories(THERE.resolve("orders-0"));
    store.close();
    open();

    move(THERE);

    assertEquals(THERE, log.logDirectory());
    assertEquals(kept(), read());
    assertEquals(List.of(), logsIn(HERE));
    assertEquals(1, logsIn(THERE).stream().filter(name -> name.endsWith("-stray")).count());
  }

  @Test
  void shouldTakeWhatHasLostItsTopicIdForTheTopicThereIs() throws Exception {
    open();
    fill(10);
    Path old = log.directory();
    Path nameless = (old.startsWith(HERE) ? THERE : HERE).resolve("orders-0");
    store.close();
    disk.createDirectories(nameless);
    world.close();
    world = world();
    store = world.open();

    log = store.create(new PartitionId(new Uuid(5, 5), "orders", 0), world.config);

    assertEquals(nameless, log.directory());
    assertTrue(disk.exists(old), "that of the topic before, until it is set aside");
  }

  @Test
  void shouldNotGiveTheNextTopicWhatHasLostItsTopicId() throws Exception {
    open();
    fill(10);
    disk.createDirectories(THERE.resolve("orders-0"));
    store.delete(StoreFixture.TOPIC, 0).toCompletableFuture().join();
    PartitionId next = new PartitionId(new Uuid(5, 5), "orders", 0);
    disk.createDirectories(HERE.resolve("orders-0"));

    store.create(next, world.config);

    long left =
        List.of(HERE, THERE).stream()
            .filter(directory -> disk.exists(directory.resolve("orders-0")))
            .count();
    assertEquals(1, left);
  }

  @Test
  void shouldTellHowFarTheCopyIs() throws Exception {
    open();
    fill(30);
    direct = false;

    move(THERE);
    List<FutureView> atFirst = store.moves().futures();
    run(0);

    assertEquals(List.of(new FutureView(StoreFixture.ID, THERE, 0, 30)), atFirst);
    assertEquals(List.of(), store.moves().futures());
  }

  @Test
  void shouldTurnRound() throws Exception {
    open();
    fill(30);
    direct = false;

    move(THERE);
    move(HERE);
    run(3);

    assertEquals(HERE, log.logDirectory());
    assertEquals(List.of(), logsIn(THERE));
    assertEquals(kept(), read());
    assertEquals(List.of(), moved);
    assertTrue(log.loaded().compaction().whenIdle().isDone());
  }

  @Test
  void shouldGoWhereItWasSentLast() throws Exception {
    open();
    fill(30);
    direct = false;

    move(THERE);
    move(HERE);
    move(THERE);
    run(3);

    assertEquals(THERE, log.logDirectory());
    assertEquals(kept(), read());
  }

  @Test
  void shouldGoThereAndBack() throws Exception {
    open();
    fill(30);
    for (int i = 0; i < 4; i++) {
      Path to = log.logDirectory().equals(HERE) ? THERE : HERE;
      move(to);
      append("in " + to);
      assertEquals(to, log.logDirectory());
    }
    assertEquals(kept(), read());
    disk.losePower(random);
    open();
    assertEquals(HERE, log.logDirectory());
    assertEquals(kept(), read());
  }

  @Test
  void shouldTakeAlongWhatIsCommittedJustThen() throws Exception {
    open();
    fill(5);
    log.appendAsLeader(
        Batches.batch(BatchOptions.DEFAULT, world.nowMs, "late"), AppendContext.client(1));
    assertEquals(5, log.highWatermark());
    Path there = THERE.resolve("orders-0");
    disk.failWith(
        (what, file) -> {
          if (what.equals("open") && file.startsWith(there)) {
            log.advanceHighWatermark(6);
          }
        });

    move(THERE);

    assertEquals(THERE, log.logDirectory());
    assertEquals(6, log.highWatermark());
  }

  @Test
  void shouldGiveUpADamagedLogAndTryAgainWhereRoomIsShort() throws Exception {
    open();
    fill(10);
    disk.failWith(
        (what, file) -> {
          if (what.equals("write") && file.startsWith(THERE) && file.toString().contains(".log")) {
            throw new IOException("No space left on device");
          }
        });
    move(THERE);
    assertTrue(store.moves().isRetrying(StoreFixture.ID));
    assertEquals(List.of(), logsIn(THERE));
    disk.failWith((what, file) -> {});

    disk.file(HERE.resolve("orders-0/00000000000000000000.log")).flip(65);
    move(THERE);

    assertEquals(HERE, log.logDirectory());
    assertTrue(!store.moves().isRetrying(StoreFixture.ID), "copied over and over");
    assertEquals(List.of(), logsIn(THERE));
    assertEquals(List.of(), store.moves().futures());
    assertEquals(List.of(), world.failures);
  }

  @Test
  void shouldNotTakeTheOriginalForACopyBecauseItWasOne() throws Exception {
    for (int call = 1; call < 200; call++) {
      renew();
      open();
      fill(3);
      Path mark = THERE.resolve("orders-0");
      disk.failWith(
          (what, file) -> {
            // The mark of the finished copy goes, but not for certain.
            if (what.equals("force") && file.equals(mark) && !disk.exists(mark.resolve(MARK))) {
              throw new IOException("not now");
            }
          });
      move(THERE);
      disk.failWith((what, file) -> {});
      assertEquals(THERE, log.logDirectory());
      int last = call;
      int[] seen = {0};
      disk.failWith(
          (what, file) -> {
            if (++seen[0] >= last) {
              throw new IOException("the end");
            }
          });
      var unused = store.moves().move(log, HERE);
      boolean moved = seen[0] < last;
      disk.losePower(random);
      world.failures.clear();

      open();

      assertEquals(kept(), readWhatWasAcknowledged(), "call " + call);
      if (moved) {
        return;
      }
    }
    throw new AssertionError("never moved");
  }

  @Test
  void shouldTellThatItIsOverWhereSomebodyDoesNotLetGo() throws Exception {
    open();
    fill(5);
    List<PartitionId> settled = new ArrayList<>();
    store
        .moves()
        .setListener(
            new MoveListener() {
              @Override
              public CompletionStage<Void> onLeaving(PartitionId id) {
                throw new IllegalStateException("not now");
              }

              @Override
              public void onSettled(PartitionId id) {
                settled.add(id);
              }

              @Override
              public void onMoved(PartitionId id, Uuid directory) {
                throw new AssertionError("moved");
              }
            });

    move(THERE);

    assertEquals(HERE, log.logDirectory());
    assertEquals(List.of(StoreFixture.ID), settled);
    append("after");
    assertEquals(kept(), read());
    assertEquals(List.of(), logsIn(THERE));
  }

  @Test
  void shouldKnowProducersAfterTheMove() throws Exception {
    open();
    BatchOptions first = BatchOptions.DEFAULT.withProducer(5, (short) 0, 0);
    for (int i = 0; i < 2; i++) {
      log.appendAsLeader(Batches.batch(first, world.nowMs, "a", "b"), AppendContext.client(1));
      if (i == 0) {
        move(THERE);
      }
    }

    AppendOutcome again =
        log.appendAsLeader(Batches.batch(first, world.nowMs, "a", "b"), AppendContext.client(1))
            .toCompletableFuture()
            .join();

    assertEquals(2, log.logEndOffset());
    assertTrue(again instanceof Duplicate, again::toString);
  }

  @Test
  void shouldKeepNothingOfALogThatIsDeletedOnItsWay() throws Exception {
    open();
    fill(30);
    direct = false;
    move(THERE);

    var deletion = store.delete(StoreFixture.TOPIC, 0).toCompletableFuture();
    run(0);

    assertTrue(deletion.isDone());
    assertEquals(List.of(), logsIn(HERE));
    assertEquals(List.of(), logsIn(THERE));
  }

  @Test
  void shouldKeepCompactionAwayFromALogOnItsWay() throws Exception {
    world.config = world.config.toBuilder().cleanupCompact(true).build();
    open();
    direct = false;

    move(THERE);
    tasks.remove().run();
    boolean meanwhile = log.loaded().compaction().begin();
    run(0);

    assertTrue(!meanwhile, "compacted on its way");
    assertTrue(log.loaded().compaction().begin(), "not compacted any more");
    log.loaded().compaction().end();
  }

  @Test
  void shouldSetOutOnceCompactionIsOver() throws Exception {
    world.config = world.config.toBuilder().cleanupCompact(true).build();
    open();
    fill(30);
    direct = false;
    assertTrue(log.loaded().compaction().begin());

    move(THERE);
    run(3);
    assertEquals(List.of(), moved, "on its way while segments were replaced");
    assertEquals(HERE, log.directory().getParent());

    log.loaded().compaction().end();
    run(3);
    assertEquals(1, moved.size());
    assertEquals(THERE, log.directory().getParent());
    assertEquals(kept(), read());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldSurviveTheEndOfTheBrokerAtEveryCall(boolean powerLoss) throws Exception {
    int call = powerLoss ? 1 : 2;
    while (movedDespite(call, powerLoss, true)) {
      call += powerLoss ? 2 : 3;
    }
    assertTrue(call > 50, "calls: " + call);
  }

  @Test
  void shouldSurviveTheFailureOfEachCall() throws Exception {
    int call = 1;
    while (movedDespite(call, true, false)) {
      call += 2;
    }
    assertTrue(call > 50, "calls: " + call);
  }

  /** Whether there was so many a call that could fail. */
  private boolean movedDespite(int call, boolean powerLoss, boolean allAfter) throws Exception {
    renew();
    open();
    fill(12);
    log.deleteRecordsBefore(3).toCompletableFuture().join();
    start = 3;
    int[] seen = {0};
    disk.failWith(
        (what, file) -> {
          seen[0]++;
          if (allAfter ? seen[0] >= call : seen[0] == call) {
            throw new IOException("no call " + call);
          }
        });
    direct = false;
    // Refused when it is this that cannot be done.
    var unused = store.moves().move(log, THERE);
    run(4);
    boolean failed = seen[0] >= call;
    String at = "call " + call + (powerLoss ? ", power loss" : ", killed");
    disk.failWith((what, file) -> {});
    if (!allAfter && world.failures.isEmpty()) {
      assertEquals(kept(), read(), at);
    }
    if (powerLoss) {
      disk.losePower(random);
    } else {
      disk.kill();
    }
    direct = true;
    world.failures.clear();
    open();
    assertEquals(kept(), readWhatWasAcknowledged(), at);
    assertEquals(start, log.logStartOffset(), at);
    store.moves().resume();
    move(THERE);
    assertEquals(THERE, log.logDirectory(), at);
    assertEquals(kept(), readWhatWasAcknowledged(), at);
    assertEquals(List.of("orders-0"), logsIn(THERE), at);
    assertEquals(List.of(), logsIn(HERE), at);
    assertEquals(List.of(), world.failures, at);
    store.close();
    return failed;
  }

  /** What was refused, or not answered, may be there behind it. */
  private List<Entry> readWhatWasAcknowledged() throws IOException {
    List<Entry> found = new ArrayList<>(read());
    found.removeIf(entry -> !acknowledged.contains(entry));
    return found;
  }

  private void renew() throws Exception {
    world.close();
    disk = new FaultyFileSystem();
    world = world();
    tasks.clear();
    acknowledged.clear();
    moved.clear();
    direct = true;
  }
}
