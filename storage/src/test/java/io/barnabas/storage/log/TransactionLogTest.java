package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.index.AbortedTransaction;
import io.barnabas.storage.log.AppendOutcome.Appended;
import io.barnabas.storage.log.AppendOutcome.Refused;
import io.barnabas.storage.log.AppendOutcome.Unverified;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TransactionLogTest {
  private static final Path DATA = Path.of("/data");
  private static final Path INDEX = DATA.resolve("orders-0/00000000000000000000.txnindex");

  private final FaultyFileSystem disk = new FaultyFileSystem();
  private final StoreFixture world = new StoreFixture(disk, DATA);
  private LogStore store;
  private PartitionLog log;

  @BeforeEach
  void open() throws Exception {
    store = world.open();
    log = store.create(StoreFixture.ID, world.config);
  }

  @AfterEach
  void close() throws Exception {
    world.close();
  }

  private AppendOutcome append(ByteBuf batch, AppendContext context) {
    AppendOutcome outcome = log.appendAsLeader(batch, context).toCompletableFuture().join();
    log.advanceHighWatermark(log.logEndOffset());
    return outcome;
  }

  private AppendOutcome data(int epoch, int sequence, long verification, int version) {
    BatchOptions options =
        BatchOptions.DEFAULT.withProducer(7, (short) epoch, sequence).asTransactional();
    return append(
        Batches.batch(options, world.nowMs, "v"),
        new AppendContext(0, AppendOrigin.CLIENT, verification, (short) version));
  }

  private AppendOutcome marker(int epoch, ControlRecordType type, int version) {
    return append(
        Batches.marker(7, epoch, type, world.nowMs),
        new AppendContext(0, AppendOrigin.COORDINATOR, AppendContext.NOT_NEEDED, (short) version));
  }

  private static long guard(AppendOutcome outcome) {
    return assertInstanceOf(Unverified.class, outcome).guard();
  }

  @Test
  void shouldAskForVerificationOfTheFirstBatchOnly() {
    long guard = guard(data(0, 0, AppendContext.NOT_VERIFIED, 1));
    assertInstanceOf(Appended.class, data(0, 0, guard, 1));
    assertInstanceOf(Appended.class, data(0, 1, AppendContext.NOT_VERIFIED, 1));
    assertInstanceOf(Appended.class, marker(0, ControlRecordType.COMMIT, 1));
    assertTrue(guard(data(0, 2, AppendContext.NOT_VERIFIED, 1)) > guard);
  }

  @Test
  void shouldVerifyAgainWhatTheMarkerOfTheTransactionBeforeCameInBetween() {
    assertInstanceOf(
        Appended.class, data(0, 0, guard(data(0, 0, AppendContext.NOT_VERIFIED, 2)), 2));
    long guard = guard(data(1, 0, AppendContext.NOT_VERIFIED, 2));
    marker(1, ControlRecordType.COMMIT, 2);
    long next = guard(data(1, 0, guard, 2));
    assertTrue(next > guard);
    assertInstanceOf(Appended.class, data(1, 0, next, 2));
  }

  @Test
  void shouldRefuseABatchThatWasVerifiedBeforeAMarker() {
    long guard = guard(data(0, 0, AppendContext.NOT_VERIFIED, 1));
    marker(0, ControlRecordType.ABORT, 1);
    Refused refused = assertInstanceOf(Refused.class, data(0, 0, guard, 1));
    assertEquals(AppendFault.INVALID_TRANSACTION_STATE, refused.fault());
    assertEquals(log.highWatermark(), log.lastStableOffset());
  }

  @Test
  void shouldRefuseALaterBatchBeforeTheFirst() {
    long guard = guard(data(0, 0, AppendContext.NOT_VERIFIED, 1));
    assertEquals(guard, guard(data(0, 1, AppendContext.NOT_VERIFIED, 1)));
    Refused refused = assertInstanceOf(Refused.class, data(0, 1, guard, 1));
    assertEquals(AppendFault.OUT_OF_ORDER_SEQUENCE, refused.fault());
    assertInstanceOf(Appended.class, data(0, 0, guard, 1));
    assertInstanceOf(Appended.class, data(0, 1, guard, 1));
  }

  @Test
  void shouldLetNoLateMarkerEndALaterTransactionWhereEpochsRise() {
    data(0, 0, AppendContext.NOT_NEEDED, 2);
    assertInstanceOf(Appended.class, marker(1, ControlRecordType.COMMIT, 2));
    assertInstanceOf(Appended.class, marker(1, ControlRecordType.COMMIT, 2), "a repeated one");
    data(1, 0, AppendContext.NOT_NEEDED, 2);
    Refused late = assertInstanceOf(Refused.class, marker(1, ControlRecordType.COMMIT, 2));
    assertEquals(AppendFault.INVALID_PRODUCER_EPOCH, late.fault());
    assertEquals(3, log.lastStableOffset());
    assertInstanceOf(Appended.class, marker(2, ControlRecordType.ABORT, 2));
    assertEquals(5, log.lastStableOffset());
  }

  @Test
  void shouldMakeADamagedIndexAgainEvenAfterACleanStop() throws Exception {
    data(0, 0, AppendContext.NOT_NEEDED, 1);
    marker(0, ControlRecordType.ABORT, 1);
    data(0, 1, AppendContext.NOT_NEEDED, 1);
    marker(0, ControlRecordType.ABORT, 1);
    List<AbortedTransaction> before = log.abortedTransactions(0, 4);
    assertEquals(
        List.of(new AbortedTransaction(7, 0, 1, 2), new AbortedTransaction(7, 2, 3, 4)), before);
    store.close();
    disk.kill();
    disk.file(INDEX).write(34, new byte[] {9, 9, 9}, 3, world.nowMs);
    open();
    assertEquals(before, log.abortedTransactions(0, 4));
    assertEquals(List.of(before.get(1)), log.abortedTransactions(2, 4));
    assertEquals(List.of(before.get(0)), log.abortedTransactions(0, 2));
  }
}
