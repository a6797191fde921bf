package io.barnabas.storage.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.batch.BatchEditor;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.log.AppendContext;
import io.barnabas.storage.log.AppendFault;
import io.barnabas.storage.log.AppendOrigin;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TransactionCoordinatorFencedException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.storage.internals.log.BatchMetadata;
import org.apache.kafka.storage.internals.log.CompletedTxn;
import org.apache.kafka.storage.internals.log.ProducerAppendInfo;
import org.apache.kafka.storage.internals.log.ProducerStateEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random producers write to one log: in order, again, with gaps, with new and old epochs, in
 * transactions; the log is truncated, its process crashes and comes back from a snapshot and the
 * batches behind it. Apache Kafka's own manager is the model.
 */
final class AgainstKafkaTest {
  private static final long SEED = Long.getLong("seed", 42);
  private static final int EXPIRATION_MS = 50_000;
  private static final TopicPartition PARTITION = new TopicPartition("t", 0);

  @TempDir Path ourDirectory;
  @TempDir Path theirDirectory;

  private final Random random = new Random(SEED);
  private final List<ByteBuf> log = new ArrayList<>();
  private final List<ByteBuf> sent = new ArrayList<>();
  private final TreeSet<Long> segments = new TreeSet<>(List.of(0L));
  private ProducerStateManager ours;
  private org.apache.kafka.storage.internals.log.ProducerStateManager theirs;
  private long endOffset;
  private long nowMs = 1_000_000;
  private String context = "";
  private int duplicates;
  private int remembered;
  private int refusals;
  private int transactions;

  @Test
  void shouldDecideAndRememberAsKafkaDoes() throws IOException {
    ours = new ProducerStateManager(new NioFileSystem(), ourDirectory, () -> EXPIRATION_MS);
    theirs = kafka();
    for (int step = 0; step < 20_000; step++) {
      context = "seed " + SEED + " step " + step;
      nowMs += random.nextInt(100);
      step();
      assertSame();
    }
    assertTrue(duplicates > 100 && remembered > 10 && refusals > 100 && transactions > 100);
  }

  private org.apache.kafka.storage.internals.log.ProducerStateManager kafka() throws IOException {
    return new org.apache.kafka.storage.internals.log.ProducerStateManager(
        PARTITION,
        theirDirectory.toFile(),
        900_000,
        new org.apache.kafka.storage.internals.log.ProducerStateManagerConfig(EXPIRATION_MS, false),
        Time.SYSTEM);
  }

  private void step() throws IOException {
    int choice = random.nextInt(1000);
    if (choice < 800) {
      append(dataBatch(), AppendOrigin.CLIENT);
    } else if (choice < 900 && !sent.isEmpty()) {
      append(sent.get(Math.max(0, sent.size() - 1 - random.nextInt(20))), AppendOrigin.CLIENT);
    } else if (choice < 960) {
      append(marker(), AppendOrigin.COORDINATOR);
    } else if (choice < 970) {
      roll();
    } else if (choice < 975) {
      truncate();
    } else if (choice < 980) {
      crash();
    } else if (choice < 985) {
      removeExpired();
    } else {
      long highWatermark = (long) (endOffset * random.nextDouble());
      ours.onHighWatermark(highWatermark);
      theirs.onHighWatermarkUpdated(highWatermark);
    }
  }

  /** Mostly what the producer would send next; sometimes not. */
  private ByteBuf dataBatch() {
    long producerId = random.nextInt(6);
    ProducerState known = ours.producer(producerId).orElse(null);
    int epoch = known == null ? random.nextInt(3) : known.epoch();
    int sequence = known == null ? 0 : next(known.lastSequence());
    boolean transactional =
        known != null && known.transactionStartOffset() >= 0 || producerId % 2 == 1;
    switch (random.nextInt(25)) {
      case 0 -> sequence = next(sequence + random.nextInt(5));
      case 1 -> epoch = Math.max(0, epoch - 1);
      case 2 -> {
        epoch++;
        sequence = 0;
      }
      case 3 -> epoch++;
      case 4 -> sequence = Integer.MAX_VALUE - random.nextInt(5);
      case 5 -> transactional = !transactional;
      default -> {}
    }
    BatchOptions options = BatchOptions.DEFAULT.withProducer(producerId, (short) epoch, sequence);
    return build(transactional ? options.asTransactional() : options, 1 + random.nextInt(4));
  }

  private static int next(int sequence) {
    return sequence == Integer.MAX_VALUE ? 0 : sequence + 1;
  }

  private ByteBuf build(BatchOptions options, int records) {
    ByteBuf out = Unpooled.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(out, options)) {
      for (int i = 0; i < records; i++) {
        builder.append(nowMs, null, null);
      }
      builder.finish();
    }
    return out;
  }

  private ByteBuf marker() {
    long producerId = random.nextInt(6);
    ProducerState known = ours.producer(producerId).orElse(null);
    int epoch = known == null ? 0 : Math.max(0, known.epoch() + random.nextInt(3) - 1);
    int coordinatorEpoch = known == null ? 3 : known.coordinatorEpoch() + random.nextInt(4) - 1;
    ByteBuf key = Unpooled.buffer();
    (random.nextBoolean() ? ControlRecordType.COMMIT : ControlRecordType.ABORT).writeKey(key);
    ByteBuf value = Unpooled.buffer().writeShort(0).writeInt(coordinatorEpoch);
    ByteBuf out = Unpooled.buffer();
    BatchOptions options =
        BatchOptions.DEFAULT.withProducer(producerId, (short) epoch, -1).asTransactional();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(out, options.asControl())) {
      builder.append(nowMs, key, value);
      builder.finish();
    }
    return out;
  }

  private void append(ByteBuf original, AppendOrigin origin) {
    ByteBuf batch = original.copy();
    String theirVerdict = theirVerdict(batch, origin);
    ProducerVerdict verdict = ours.check(batch, 0, new AppendContext(0, origin));
    if (verdict instanceof ProducerVerdict.Duplicate duplicate
        && theirVerdict.equals(AppendFault.OUT_OF_ORDER_SEQUENCE.name())) {
      // Of what lies behind a snapshot, Kafka knows the last batch of each producer only.
      assertTrue(isThere(batch, duplicate), context);
      remembered++;
      return;
    }
    assertEquals(theirVerdict, describe(verdict), context);
    duplicates += verdict instanceof ProducerVerdict.Duplicate ? 1 : 0;
    refusals += verdict instanceof ProducerVerdict.Refused ? 1 : 0;
    if (verdict instanceof ProducerVerdict.Accepted) {
      BatchEditor.setBaseOffset(batch, 0, endOffset);
      log.add(batch);
      sent.add(original);
      endOffset = BatchHeader.nextOffset(batch, 0);
      apply(batch, origin);
    }
  }

  private boolean isThere(ByteBuf batch, ProducerVerdict.Duplicate duplicate) {
    return log.stream()
        .anyMatch(
            each ->
                BatchHeader.baseOffset(each, 0) == duplicate.firstOffset()
                    && BatchHeader.lastOffset(each, 0) == duplicate.lastOffset()
                    && BatchHeader.producerId(each, 0) == BatchHeader.producerId(batch, 0)
                    && BatchHeader.producerEpoch(each, 0) == BatchHeader.producerEpoch(batch, 0)
                    && BatchHeader.baseSequence(each, 0) == BatchHeader.baseSequence(batch, 0));
  }

  private static String describe(ProducerVerdict verdict) {
    if (verdict instanceof ProducerVerdict.Refused refused) {
      return refused.fault().name();
    }
    return verdict instanceof ProducerVerdict.Duplicate duplicate
        ? duplicate.firstOffset() + "-" + duplicate.lastOffset()
        : "ACCEPTED";
  }

  private static RecordBatch theirBatch(ByteBuf batch) {
    return MemoryRecords.readableRecords(batch.nioBuffer()).batches().iterator().next();
  }

  private String theirVerdict(ByteBuf buf, AppendOrigin origin) {
    RecordBatch batch = theirBatch(buf);
    // The lookup of duplicates is package-private over there; the cached batches are not.
    ProducerStateEntry entry = theirs.activeProducers().get(batch.producerId());
    if (origin == AppendOrigin.CLIENT
        && entry != null
        && entry.producerEpoch() == batch.producerEpoch()) {
      for (BatchMetadata known : entry.batchMetadata()) {
        if (known.firstSeq() == batch.baseSequence() && known.lastSeq() == batch.lastSequence()) {
          return known.firstOffset() + "-" + known.lastOffset();
        }
      }
    }
    try {
      prepare(batch, origin).append(batch, Optional.empty(), (short) 0);
      return "ACCEPTED";
    } catch (InvalidProducerEpochException e) {
      return AppendFault.INVALID_PRODUCER_EPOCH.name();
    } catch (OutOfOrderSequenceException e) {
      return AppendFault.OUT_OF_ORDER_SEQUENCE.name();
    } catch (InvalidTxnStateException e) {
      return AppendFault.INVALID_TRANSACTION_STATE.name();
    } catch (TransactionCoordinatorFencedException e) {
      return AppendFault.STALE_COORDINATOR_EPOCH.name();
    }
  }

  private ProducerAppendInfo prepare(RecordBatch batch, AppendOrigin origin) {
    return theirs.prepareUpdate(
        batch.producerId(),
        org.apache.kafka.storage.internals.log.AppendOrigin.valueOf(origin.name()));
  }

  private void apply(ByteBuf buf, AppendOrigin origin) {
    RecordBatch batch = theirBatch(buf);
    ProducerAppendInfo info = prepare(batch, origin);
    Optional<CompletedTxn> theirTransaction = info.append(batch, Optional.empty(), (short) 0);
    theirs.update(info);
    Long stable = theirTransaction.map(theirs::lastStableOffset).orElse(null);
    theirTransaction.ifPresent(theirs::completeTxn);
    theirs.updateMapEndOffset(batch.nextOffset());

    CompletedTransaction ourTransaction = ours.apply(buf, 0);

    assertEquals(theirTransaction.isPresent(), ourTransaction != null, context);
    if (ourTransaction != null) {
      transactions++;
      CompletedTxn expected = theirTransaction.get();
      assertEquals(
          new CompletedTransaction(
              expected.producerId(),
              expected.firstOffset(),
              expected.lastOffset(),
              expected.isAborted(),
              stable),
          ourTransaction,
          context);
    }
  }

  private void roll() throws IOException {
    ours.takeSnapshot(false);
    theirs.takeSnapshot();
    segments.add(endOffset);
  }

  private void truncate() throws IOException {
    int keep = Math.max(0, log.size() - random.nextInt(40));
    log.subList(keep, log.size()).clear();
    endOffset = keep == 0 ? 0 : BatchHeader.nextOffset(log.get(keep - 1), 0);
    segments.tailSet(endOffset, false).clear();
    segments.add(0L);
    reload();
  }

  private void crash() throws IOException {
    if (random.nextBoolean()) {
      roll(); // A clean stop.
      segments.remove(endOffset);
      segments.add(0L);
    }
    List<Path> entries;
    try (var listing = Files.list(ourDirectory)) {
      entries = listing.toList();
    }
    ours =
        ProducerStateManager.open(
            new NioFileSystem(), ourDirectory, entries, segments, () -> EXPIRATION_MS);
    theirs = kafka();
    theirs.removeStraySnapshots(segments);
    reload();
  }

  private void reload() throws IOException {
    ours.truncateAndReload(0, endOffset, nowMs);
    theirs.truncateAndReload(0, endOffset, nowMs);
    assertEquals(theirs.mapEndOffset(), ours.mapEndOffset(), context);
    long from = ours.mapEndOffset();
    for (ByteBuf batch : log) {
      if (BatchHeader.baseOffset(batch, 0) >= from) {
        apply(batch);
      }
    }
  }

  private void apply(ByteBuf batch) {
    RecordBatch theirBatch = theirBatch(batch);
    ProducerAppendInfo info =
        theirs.prepareUpdate(
            theirBatch.producerId(),
            org.apache.kafka.storage.internals.log.AppendOrigin.REPLICATION);
    info.append(theirBatch, Optional.empty()).ifPresent(theirs::completeTxn);
    theirs.update(info);
    theirs.updateMapEndOffset(theirBatch.nextOffset());
    ours.apply(batch, 0);
  }

  private void removeExpired() {
    nowMs += 60_000L * random.nextInt(2);
    ours.removeExpired(nowMs);
    theirs.removeExpiredProducers(nowMs);
  }

  private void assertSame() throws IOException {
    assertEquals(theirs.mapEndOffset(), ours.mapEndOffset(), context);
    assertEquals(
        theirs
            .firstUnstableOffset()
            .map(o -> OptionalLong.of(o.messageOffset))
            .orElse(OptionalLong.empty()),
        ours.firstUnstableOffset(),
        context);
    assertEquals(theirs.firstUndecidedOffset(), ours.firstUndecidedOffset(), context);
    assertEquals(theirs.latestSnapshotOffset(), ours.latestSnapshotOffset(), context);
    assertEquals(theirs.activeProducers().size(), ours.producerCount(), context);
    for (ProducerStateEntry entry : theirs.activeProducers().values()) {
      int lastSequence = -1;
      for (BatchMetadata batch : entry.batchMetadata()) {
        lastSequence = batch.lastSeq();
      }
      assertEquals(
          new ProducerState(
              entry.producerId(),
              entry.producerEpoch(),
              lastSequence,
              entry.lastTimestamp(),
              entry.coordinatorEpoch(),
              entry.currentTxnFirstOffset().orElse(-1)),
          ours.producer(entry.producerId()).orElseThrow(),
          context);
    }
  }
}
