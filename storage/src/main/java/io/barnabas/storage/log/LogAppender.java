package io.barnabas.storage.log;

import io.barnabas.codec.batch.BatchEditor;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.storage.log.AppendGroup.Member;
import io.barnabas.storage.log.AppendOutcome.Appended;
import io.barnabas.storage.log.AppendOutcome.Refused;
import io.barnabas.storage.log.LogTask.Append;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends groups of batches: gives them their offsets and epoch, checks their producers, writes the
 * group at once, publishes the new end, answers. Used by the log's owner only.
 *
 * <p>Nothing is published before it is written whole. When a write fails, the file is cut back to
 * the last good end and the producers' state is derived anew.
 */
final class LogAppender {
  private static final Logger LOG = LoggerFactory.getLogger(LogAppender.class);

  private final LogState log;
  private final SegmentRoller roller;
  private final SyncGate gate;
  private final FlushTrigger trigger;
  private final SegmentWriter writer;

  LogAppender(
      LogState log,
      SegmentRoller roller,
      SyncGate gate,
      FlushTrigger trigger,
      RoomReturn roomReturn) {
    this.trigger = trigger;
    this.log = log;
    this.roller = roller;
    this.gate = gate;
    this.writer = new SegmentWriter(log, roomReturn);
  }

  void append(List<Append> appends) {
    int done = 0;
    while (done < appends.size()) {
      AppendGroup group = new AppendGroup(log.end().offset());
      try {
        done = fill(group, appends, done);
        commit(group);
      } catch (RuntimeException | Error e) {
        // A defect: what is in memory can no longer be trusted, what is on disk can.
        LOG.error("Appending to {} failed", log.id(), e);
        log.context().health().fail("appending to " + log.id() + ": " + e);
        Refused refused = new Refused(AppendFault.STORAGE_ERROR, "the append failed");
        for (Append append : appends) {
          if (append.outcome().complete(refused) && append.batches().refCnt() > 0) {
            append.batches().release();
          }
        }
        return;
      }
    }
  }

  /** Decides on appends until the segment is full; answers how many of them are decided. */
  private int fill(AppendGroup group, List<Append> appends, int from) {
    int index = from;
    for (; index < appends.size(); index++) {
      Append append = appends.get(index);
      Refused refused = admit(append);
      if (refused == null) {
        Extent extent = Extent.of(append, group.nextOffset());
        if (needsRoll(group, append, extent)) {
          if (group.bytes() > 0) {
            break;
          }
          refused = roll(append);
        }
        if (refused == null) {
          place(group, append, extent);
          continue;
        }
      }
      group.addAnswered(append, refused);
    }
    return index;
  }

  private @Nullable Refused admit(Append append) {
    String unavailable = log.unavailable();
    if (unavailable != null) {
      return new Refused(
          log.isClosed() ? AppendFault.LOG_CLOSED : AppendFault.STORAGE_ERROR, unavailable);
    }
    if (isOfClient(append) && log.context().health().space().isShort()) {
      return new Refused(AppendFault.STORAGE_ERROR, "the log directory is full");
    }
    AppendContext context = append.context();
    if (context != null && context.leaderEpoch() < log.derived().latestEpoch()) {
      return new Refused(
          AppendFault.STALE_LEADER_EPOCH,
          "leader epoch " + context.leaderEpoch() + ", the log has " + log.derived().latestEpoch());
    }
    int bytes = append.batches().readableBytes();
    if (bytes > log.config().segmentBytes()) {
      return new Refused(
          AppendFault.BATCHES_TOO_LARGE,
          bytes + " bytes, a segment holds " + log.config().segmentBytes());
    }
    return null;
  }

  private boolean needsRoll(AppendGroup group, Append append, Extent extent) {
    Segment segment = log.segments().last();
    long position = segment.size() + group.bytes();
    return position > Integer.MAX_VALUE
        || roller.mustRoll(
            (int) position,
            append.batches().readableBytes(),
            extent.nextOffset() - 1,
            extent.maxTimestamp());
  }

  private static boolean isOfClient(Append append) {
    AppendContext context = append.context();
    return context != null && context.origin() == AppendOrigin.CLIENT;
  }

  private @Nullable Refused roll(Append append) {
    try {
      write(() -> isOfClient(append), roller::roll);
      return null;
    } catch (IOException e) {
      LOG.error("Rolling {} failed: {}", log.id(), e.toString());
      log.context().health().failUnlessPassing("rolling " + log.id(), e);
      return new Refused(AppendFault.STORAGE_ERROR, "rolling the segment failed");
    }
  }

  private void place(AppendGroup group, Append append, Extent extent) {
    AppendContext context = append.context();
    if (context == null) {
      if (extent.baseOffset() < group.nextOffset()) {
        group.addAnswered(
            append,
            new Refused(
                AppendFault.OUT_OF_ORDER_OFFSETS,
                "offset " + extent.baseOffset() + ", the log ends at " + group.nextOffset()));
        return;
      }
    } else if (context.origin() == AppendOrigin.INTERNAL
        && baseOffset(append) != extent.baseOffset()) {
      group.addAnswered(
          append,
          new Refused(
              AppendFault.OUT_OF_ORDER_OFFSETS,
              "offset " + baseOffset(append) + ", the log ends at " + group.nextOffset()));
      return;
    } else {
      extent.assign(append.batches(), context.leaderEpoch());
    }
    AppendOutcome instead = log.derived().admitProducers(append, log.logStartOffset());
    if (instead != null) {
      group.addAnswered(append, instead);
      return;
    }
    Appended appended =
        new Appended(
            extent.baseOffset(),
            extent.nextOffset() - 1,
            append.logAppendTimeMs(),
            log.logStartOffset(),
            append.rewritten());
    group.addWritten(append, appended, extent.nextOffset());
  }

  /** The offset a batch says it has. */
  private static long baseOffset(Append append) {
    return BatchHeader.baseOffset(append.batches(), append.batches().readerIndex());
  }

  private void commit(AppendGroup group) {
    if (group.bytes() > 0) {
      Segment segment = log.segments().last();
      try {
        write(segment, group);
      } catch (IOException e) {
        undo(group, e);
        return;
      }
      note(segment, group);
      segment.publish((int) (segment.size() + group.bytes()));
      log.setEnd(new OffsetPosition(group.nextOffset(), segment, segment.size()));
      log.context().health().space().used(group.bytes());
      trigger.onWritten(group.bytes());
    }
    group.release();
    gate.answer(group.nextOffset(), group.members().size(), failure -> settle(group, failure));
  }

  private void write(Segment segment, AppendGroup group) throws IOException {
    boolean synced = gate.holdsBack(group.nextOffset());
    write(
        () -> group.members().stream().allMatch(member -> isOfClient(member.append())),
        () -> writer.write(segment, group.buffers(), group.bytes(), synced));
  }

  /** Clients come again; the room that is kept on a full disk is for those who cannot. */
  private void write(BooleanSupplier ofClients, LogFlusher.IoAction action) throws IOException {
    try {
      action.run();
    } catch (IOException e) {
      if (ofClients.getAsBoolean() || !log.context().health().space().makeRoomFor(e)) {
        throw e;
      }
      action.run();
    }
  }

  /**
   * Only now may readers be shown what was written: a flush policy that is promised has been kept.
   */
  private void settle(AppendGroup group, @Nullable String failure) {
    if (failure == null && group.bytes() > 0) {
      log.settle(group.nextOffset());
      log.listener().onSettledEndOffset(group.nextOffset());
    }
    answer(group, failure);
  }

  /** Tells indexes and epochs what was written. */
  private void note(Segment segment, AppendGroup group) {
    int interval = log.config().indexIntervalBytes();
    int position = segment.size();
    for (Member member : group.members()) {
      if (member.written()) {
        ByteBuf buffer = member.append().batches();
        BatchScanner batches = BatchScanner.ofReadable(buffer);
        while (batches.next()) {
          int at = batches.index();
          long lastOffset = BatchHeader.lastOffset(buffer, at);
          long maxTimestamp = BatchHeader.maxTimestamp(buffer, at);
          segment.onBatch(position, batches.sizeInBytes(), lastOffset, maxTimestamp, interval);
          log.derived().noteEpoch(buffer, at);
          position += batches.sizeInBytes();
        }
      }
    }
    log.derived().onWritten(segment.baseOffset());
    log.publishDerived();
  }

  private void undo(AppendGroup group, IOException cause) {
    LOG.error("Writing to {} failed: {}", log.id(), cause.toString());
    log.context().health().failUnlessPassing("writing to " + log.id(), cause);
    try {
      log.derived().undoProducers(log);
      log.publishDerived();
    } catch (IOException e) {
      log.context().health().fail("restoring the producer state of " + log.id() + ": " + e);
    }
    group.release();
    answer(group, "the write failed");
  }

  private static void answer(AppendGroup group, @Nullable String failure) {
    for (Member member : group.members()) {
      AppendOutcome outcome = member.outcome();
      if (failure != null && !(outcome instanceof Refused)) {
        outcome = new Refused(AppendFault.STORAGE_ERROR, failure);
      }
      member.append().outcome().complete(outcome);
    }
  }

  /** Where the batches of an append lie in the log. */
  private record Extent(long baseOffset, long nextOffset, long maxTimestamp) {

    static Extent of(Append append, long next) {
      ByteBuf buffer = append.batches();
      boolean verbatim = append.context() == null;
      long base = verbatim ? BatchHeader.baseOffset(buffer, buffer.readerIndex()) : next;
      long end = base;
      long max = -1;
      BatchScanner batches = BatchScanner.ofReadable(buffer);
      while (batches.next()) {
        int at = batches.index();
        end =
            verbatim
                ? BatchHeader.nextOffset(buffer, at)
                : end + BatchHeader.lastOffsetDelta(buffer, at) + 1;
        max = Math.max(max, BatchHeader.maxTimestamp(buffer, at));
      }
      return new Extent(base, end, max);
    }

    void assign(ByteBuf buffer, int leaderEpoch) {
      long next = baseOffset;
      BatchScanner batches = BatchScanner.ofReadable(buffer);
      while (batches.next()) {
        int at = batches.index();
        BatchEditor.setBaseOffset(buffer, at, next);
        BatchEditor.setPartitionLeaderEpoch(buffer, at, leaderEpoch);
        next += BatchHeader.lastOffsetDelta(buffer, at) + 1;
      }
    }
  }
}
